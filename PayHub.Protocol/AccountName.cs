using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace PayHub.Protocol;

/// <summary>
/// The grammar of account names (docs/protocol.md, "Messages"): 1 to 32 characters of <c>A-Z a-z 0-9 . _ -</c>, the first a
/// letter or a digit, none of the reserved words. Names are unique without regard to ASCII case.
/// </summary>
public static class AccountName
{
    /// <summary>The most characters that a name has.</summary>
    public const int MaxLength = 32;

    private static readonly SearchValues<byte> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"u8);

    private static readonly HashSet<string> ReservedWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "REGISTER", "LIST", "EXIT", "HELLO", "WHOIS", "FRIENDS", "FRIEND", "HISTORY", "PING", "MSG", "REQUEST", "ENROL",
        "STATUS", "CANCEL",
    };

    /// <summary>The words that no account may be called, in any case: the protocol's verbs.</summary>
    public static IReadOnlyCollection<string> Reserved => ReservedWords;

    /// <summary>Reads a name from wire bytes.</summary>
    /// <returns>False, and no name, where the bytes are not a name.</returns>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (bytes.Length is 0 or > MaxLength || !char.IsAsciiLetterOrDigit((char)bytes[0]) || bytes.ContainsAnyExcept(Allowed))
            return false;
        var text = Encoding.ASCII.GetString(bytes);
        if (ReservedWords.Contains(text))
            return false;
        name = text;
        return true;
    }

    /// <summary>Whether a text is a name by the grammar above.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= MaxLength } && TryParse(Encoding.UTF8.GetBytes(text), out _);
}
