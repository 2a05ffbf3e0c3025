using System.Diagnostics.CodeAnalysis;
using PayHub.Protocol.Replies;

namespace PayHub.Protocol.Signing;

/// <summary>The payer's words to a payment (docs/protocol.md, "Signed payments").</summary>
public static class Memo
{
    /// <summary>The most Unicode scalar values that a memo has.</summary>
    public const int MaxScalars = 200;

    /// <summary>
    /// Whether a text is a memo by its form: at most 200 Unicode scalar values, no control character (category Cc), no lone surrogate.
    /// </summary>
    public static bool IsWellFormed([NotNullWhen(true)] string? text) => text is not null && FreeText.IsSayable(text, MaxScalars);
}
