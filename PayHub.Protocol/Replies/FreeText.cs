using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using PayHub.Protocol.Tokens;

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
        return StrictBase64.TryDecodeUrl(field, out var bytes) && TryGetString(bytes, out text);
    }

    /// <summary>Whether people may say it: at most so many Unicode scalar values, no control character (category Cc), no lone surrogate.</summary>
    public static bool IsSayable(string text, int maxScalars)
    {
        ArgumentNullException.ThrowIfNull(text);
        var scalars = 0;
        for (var i = 0; i < text.Length; scalars++)
        {
            if (scalars == maxScalars || !Rune.TryGetRuneAt(text, i, out var rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control)
                return false;
            i += rune.Utf16SequenceLength;
        }
        return true;
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
