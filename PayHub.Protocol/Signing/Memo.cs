using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace PayHub.Protocol.Signing;

/// <summary>The payer's words to a payment (docs/protocol.md, "Signed payments").</summary>
public static class Memo
{
    /// <summary>The most Unicode scalar values that a memo has.</summary>
    public const int MaxScalars = 200;

    /// <summary>
    /// Whether a text is a memo by its form: at most 200 Unicode scalar values, no control character (category Cc), no lone surrogate.
    /// </summary>
    public static bool IsWellFormed([NotNullWhen(true)] string? text)
    {
        if (text is null || text.Length > 2 * MaxScalars)
            return false;
        var scalars = 0;
        for (var i = 0; i < text.Length; scalars++)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control)
                return false;
            i += rune.Utf16SequenceLength;
        }
        return scalars <= MaxScalars;
    }
}
