using PayHub.Protocol.Replies;

namespace PayHub.Client.Peers;

/// <summary>What people may say in a field of a peer link.</summary>
internal static class PeerText
{
    /// <summary>Reads a field.</summary>
    /// <returns>False where it is no free text, or not what <see cref="FreeText.IsSayable"/> allows.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> field, int maxScalars, out string text)
    {
        var isText = FreeText.TryDecode(field, out var decoded);
        text = decoded ?? "";
        return isText && FreeText.IsSayable(text, maxScalars);
    }
}
