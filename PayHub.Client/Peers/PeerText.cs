using System.Globalization;
using System.Text;
using PayHub.Protocol.Replies;

namespace PayHub.Client.Peers;

/// <summary>What people may say in a field of a peer link.</summary>
internal static class PeerText
{
    /// <summary>Reads a field.</summary>
    /// <returns>False where it is no free text, or not what <see cref="IsSendable"/> allows.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> field, int maxScalars, out string text)
    {
        var isText = FreeText.TryDecode(field, out var decoded);
        text = decoded ?? "";
        return isText && IsSendable(text, maxScalars);
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
