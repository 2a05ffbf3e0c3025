using System.Text;
using PayHub.Client.Output;
using PayHub.Protocol.Replies;

namespace PayHub.Client.Hub;

/// <summary>Fields that carry free text, or nothing (docs/protocol.md, "Dialect").</summary>
internal static class WireText
{
    /// <summary>Free text of others, made safe to print.</summary>
    /// <returns>False where the field is none.</returns>
    public static bool TryDecode(string field, out string text)
    {
        var isText = FreeText.TryDecode(Encoding.UTF8.GetBytes(field), out var raw);
        text = PrintableText.Clean(raw ?? "");
        return isText;
    }

    /// <summary>A field's text; null where it is <c>-</c>.</summary>
    public static string? OrNull(string field) => field == "-" ? null : field;
}
