using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace PayHub.Protocol.Signing;

/// <summary>
/// The payer's own name for one payment, by which it is executed at most once: <c>jti</c> (RFC 7519, 4.1.7; docs/protocol.md, "Signed payments").
/// </summary>
public static class PaymentId
{
    /// <summary>The fewest characters that an id has.</summary>
    public const int MinLength = 16;

    /// <summary>The most characters that an id has.</summary>
    public const int MaxLength = 64;

    // In the order of their codes, so that ids ascend as texts; letters and digits alone, so that none looks like an option.
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int TimeLength = 8;
    private const int RandomLength = 14;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>
    /// A new id, 22 characters: the milliseconds of Unix time and 83 random bits, both to the base of 62. Ids ascend from one
    /// millisecond to the next, so the hub keeps a payer's new ones beside each other. Store it before the payment is sent.
    /// </summary>
    public static string New()
    {
        Span<char> id = stackalloc char[TimeLength + RandomLength];
        var time = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        for (var i = TimeLength - 1; i >= 0; i--, time /= Digits.Length)
            id[i] = Digits[(int)(time % Digits.Length)];
        RandomNumberGenerator.GetItems(Digits, id[TimeLength..]);
        return new string(id);
    }

    /// <summary>Whether a text is an id by its form: 16 to 64 of <c>A-Za-z0-9_-</c>.</summary>
    public static bool IsWellFormed([NotNullWhen(true)] string? text) =>
        text is { Length: >= MinLength and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Allowed);
}
