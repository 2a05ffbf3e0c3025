using System.Text;
using System.Text.RegularExpressions;

namespace PayHub.Client.Output;

/// <summary>Text from others, made safe to print: a terminal obeys escape sequences, whoever wrote them.</summary>
internal static partial class PrintableText
{
    /// <summary>The most characters kept.</summary>
    public const int MaxLength = 500;

    /// <summary>The text without escape sequences, control characters and characters that turn the writing direction.</summary>
    public static string Clean(string text) => Clean(text, MaxLength);

    /// <inheritdoc cref="Clean(string)"/>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">The most characters kept.</param>
    public static string Clean(string text, int maxLength)
    {
        var clean = new StringBuilder();
        foreach (var rune in EscapeSequence().Replace(text, "").EnumerateRunes())
        {
            if (clean.Length < maxLength && IsPrintable(rune))
                clean.Append(rune.ToString());
        }
        return clean.ToString();
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        System.Globalization.UnicodeCategory.Control or
        System.Globalization.UnicodeCategory.Format or
        System.Globalization.UnicodeCategory.LineSeparator or
        System.Globalization.UnicodeCategory.ParagraphSeparator or
        System.Globalization.UnicodeCategory.Surrogate or
        System.Globalization.UnicodeCategory.PrivateUse);

    // CSI sequences (colour, cursor) and OSC sequences (window title, links, clipboard); a lone ESC falls to the filter above.
    [GeneratedRegex(@"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?")]
    private static partial Regex EscapeSequence();
}
