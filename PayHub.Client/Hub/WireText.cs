using System.Buffers.Text;
using System.Text;
using PayHub.Client.Output;

namespace PayHub.Client.Hub;

/// <summary>Fields that carry free text, or nothing (docs/protocol.md, "Dialect").</summary>
internal static class WireText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Free text of others: base64url of UTF-8, made safe to print.</summary>
    /// <returns>False where the field is none.</returns>
    public static bool TryDecode(string field, out string text)
    {
        text = "";
        if (!Base64Url.IsValid(field))
            return false;
        try
        {
            text = PrintableText.Clean(Strict.GetString(Base64Url.DecodeFromChars(field)));
            return true;
        }
        catch (Exception e) when (e is DecoderFallbackException or FormatException)
        {
            return false;
        }
    }

    /// <summary>A field's text; null where it is <c>-</c>.</summary>
    public static string? OrNull(string field) => field == "-" ? null : field;
}
