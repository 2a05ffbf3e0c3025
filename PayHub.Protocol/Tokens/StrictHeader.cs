using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace PayHub.Protocol.Tokens;

/// <summary>
/// The members of a JOSE header, read before any library sees it: texts, plain whole numbers, and objects of the same within it.
/// </summary>
/// <remarks>
/// RFC 7515, 4 and RFC 7516, 4: member names are unique. Who reads a header holds it against an allow-list, with <see cref="Count"/>.
/// </remarks>
internal sealed class StrictHeader
{
    // More than any header of ours has.
    private const int Room = 7;

    // The names of our headers, and the values that never change: to know them by their bytes spares making them anew for each payment.
    private static readonly string[] Usual =
        ["alg", "typ", "jti", "exp", "hub", "memo", "ES256", "payhub+payment", "enc", "epk", "kty", "crv", "x", "y", "ECDH-ES", "RSA-OAEP-256", "A256GCM", "EC", "P-256"];

    private readonly Dictionary<string, object> _members = new(Room, StringComparer.Ordinal);

    private StrictHeader()
    {
    }

    /// <summary>The number of members.</summary>
    public int Count => _members.Count;

    /// <summary>A member that is a text; null where there is none.</summary>
    public string? Text(string name) => _members.GetValueOrDefault(name) as string;

    /// <summary>A member that is a whole number, zero or above, written in digits alone; null where there is none.</summary>
    public long? Number(string name) => _members.GetValueOrDefault(name) as long?;

    /// <summary>A member that is an object; null where there is none.</summary>
    public StrictHeader? Object(string name) => _members.GetValueOrDefault(name) as StrictHeader;

    /// <summary>Whether a member is just this text.</summary>
    public bool Is(string name, string text) => Text(name) == text;

    /// <summary>Reads one JSON object (RFC 8259) in UTF-8.</summary>
    /// <returns>
    /// False for anything else: a name that comes twice, a comment, a trailing comma or anything behind the object, UTF-8 or surrogates
    /// that are not well formed, and values that no header of ours has (true, false, null, arrays, fractions, exponents, signs).
    /// </returns>
    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out StrictHeader? header)
    {
        header = null;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 2 });
        try
        {
            var read = new StrictHeader();
            if (!reader.Read() || !read.TryReadMembers(ref reader) || reader.Read())
                return false;
            header = read;
            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is what the reader says of what is not UTF-8, and of half an escaped surrogate pair.
            return false;
        }
    }

    private bool TryReadMembers(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text(ref reader);
            if (!reader.Read() || ReadValue(ref reader) is not { } value || !_members.TryAdd(name, value))
                return false;
        }
        return reader.TokenType == JsonTokenType.EndObject;
    }

    private static object? ReadValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return Text(ref reader);
            case JsonTokenType.Number:
                return TryReadDigits(ref reader, out var number) ? number : null;
            case JsonTokenType.StartObject:
                var inner = new StrictHeader();
                return inner.TryReadMembers(ref reader) ? inner : null;
            default:
                return null;
        }
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        foreach (var usual in Usual)
        {
            if (reader.ValueSpan.Length == usual.Length && reader.ValueTextEquals(usual))
                return usual;
        }
        return reader.GetString()!;
    }

    private static bool TryReadDigits(ref Utf8JsonReader reader, out long number)
    {
        number = 0;
        return !reader.ValueSpan.ContainsAnyExceptInRange((byte)'0', (byte)'9') && reader.TryGetInt64(out number);
    }
}
