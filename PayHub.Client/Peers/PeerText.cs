using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace PayHub.Client.Peers;

/// <summary>Free text in a field of a peer link: base64url of UTF-8, with one spelling for each text.</summary>
internal static class PeerText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The field for a text that <see cref="IsSendable"/> allows.</summary>
    public static string Encode(string text) => Base64Url.EncodeToString(Strict.GetBytes(text));

    /// <summary>Reads a field.</summary>
    /// <returns>False where it is none, or not what <see cref="IsSendable"/> allows.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> field, int maxScalars, out string text)
    {
        text = "";
        if (!Base64Url.IsValid(field))
            return false;
        try
        {
            text = Strict.GetString(Base64Url.DecodeFromUtf8(field));
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return false;
        }
        return IsSendable(text, maxScalars) && Encoding.ASCII.GetBytes(Encode(text)).AsSpan().SequenceEqual(field);
    }

    /// <summary>Whether a text may be sent: at most so many Unicode scalars, no control characters, no half of a surrogate pair.</summary>
    public static bool IsSendable(string text, int maxScalars)
    {
        var scalars = 0;
        for (var i = 0; i < text.Length; scalars++)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control)
                return false;
            i += rune.Utf16SequenceLength;
        }
        return scalars <= maxScalars;
    }
}
