using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace PayHub.Protocol.Replies;

/// <summary>People's words in a field: base64url of UTF-8, no padding; an empty text is an empty field (docs/protocol.md, "Dialect").</summary>
public static class FreeText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The field of a text.</summary>
    /// <exception cref="EncoderFallbackException">The text has a lone surrogate.</exception>
    public static string Encode(string? text) => string.IsNullOrEmpty(text) ? "" : Base64Url.EncodeToString(Strict.GetBytes(text));

    /// <summary>Reads a field. What the text may hold, such as control characters, is for the caller to judge.</summary>
    /// <returns>False where it is not base64url without padding or stray bits, or not UTF-8. Never throws.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> field, [NotNullWhen(true)] out string? text)
    {
        text = null;
        var bytes = new byte[Base64Url.GetMaxDecodedLength(field.Length)];
        if (field.ContainsAny((byte)'=', (byte)' ') || Base64Url.DecodeFromUtf8(field, bytes, out _, out var length) != OperationStatus.Done)
            return false;
        return IsOnlyFormOf(field, bytes.AsSpan(0, length)) && TryGetString(bytes.AsSpan(0, length), out text);
    }

    // The last character may carry bits that say nothing; two fields of one text would not be equal.
    private static bool IsOnlyFormOf(ReadOnlySpan<byte> field, ReadOnlySpan<byte> bytes)
    {
        Span<byte> again = new byte[Base64Url.GetEncodedLength(bytes.Length)];
        Base64Url.EncodeToUtf8(bytes, again);
        return again.SequenceEqual(field);
    }

    private static bool TryGetString(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = Strict.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = null;
            return false;
        }
    }
}
