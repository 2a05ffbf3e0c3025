using System.Buffers;
using System.Buffers.Text;

namespace PayHub.Protocol.Tokens;

/// <summary>Base64 with one spelling for each value: what is not what the encoder would write is refused (RFC 4648, 3.5).</summary>
/// <remarks>The framework's decoders skip white space, and take padding or stray bits where they do no harm to the value.</remarks>
internal static class StrictBase64
{
    /// <summary>Decodes base64url without padding (RFC 7515, 2). Nothing is the encoding of nothing.</summary>
    /// <returns>False for another alphabet, padding, white space, an impossible length or stray bits that are not zero.</returns>
    public static bool TryDecodeUrl(ReadOnlySpan<byte> text, out byte[] value)
    {
        value = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        var status = DecodeUrl(text, value, out var written);
        Array.Resize(ref value, written);
        return status && Base64Url.EncodeToUtf8(value).AsSpan().SequenceEqual(text);
    }

    /// <summary>Decodes base64 with padding (RFC 4648, 4) into exactly as many bytes as <paramref name="value"/> has.</summary>
    /// <returns>False for another length or any other spelling.</returns>
    public static bool TryDecodePadded(ReadOnlySpan<byte> text, Span<byte> value)
    {
        // White space would be skipped, but in a text of just this length it leaves too few bytes.
        return text.Length == Base64.GetMaxEncodedToUtf8Length(value.Length)
            && Base64.DecodeFromUtf8(text, value, out _, out var written) == OperationStatus.Done
            && written == value.Length;
    }

    private static bool DecodeUrl(ReadOnlySpan<byte> text, Span<byte> value, out int written) =>
        Base64Url.DecodeFromUtf8(text, value, out _, out written) == OperationStatus.Done;
}
