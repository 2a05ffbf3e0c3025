namespace PayHub.Protocol.Tokens;

/// <summary>The dot-separated parts of a compact serialization (RFC 7515, 3.1; RFC 7516, 3.1), decoded strictly.</summary>
internal static class CompactParts
{
    /// <summary>Decodes exactly <paramref name="count"/> parts.</summary>
    /// <returns>False for another number of parts, or where one is not strict base64url. Parts may be empty.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> compact, int count, out byte[][] parts)
    {
        parts = new byte[count][];
        if (compact.Count((byte)'.') != count - 1)
            return false;
        var rest = compact;
        for (var i = 0; i < count; i++)
        {
            var dot = rest.IndexOf((byte)'.');
            var part = dot < 0 ? rest : rest[..dot];
            if (!StrictBase64.TryDecodeUrl(part, out parts[i]))
                return false;
            rest = rest[(dot + 1)..];
        }
        return true;
    }
}
