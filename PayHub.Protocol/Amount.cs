using System.Buffers.Text;

namespace PayHub.Protocol;

/// <summary>The grammar of amounts (docs/protocol.md, "Messages"): <c>[1-9][0-9]{0,17}</c>, whole minor units.</summary>
public static class Amount
{
    /// <summary>The most digits that an amount has.</summary>
    public const int MaxDigits = 18;

    /// <summary>Reads an amount, in minor units, 1 to 999,999,999,999,999,999.</summary>
    /// <returns>False where the bytes are not an amount: a sign, a space, a leading zero, too many digits.</returns>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out long amount)
    {
        amount = 0;
        return bytes.Length is > 0 and <= MaxDigits && bytes[0] is >= (byte)'1' and <= (byte)'9' && TryParseDigits(bytes, out amount);
    }

    /// <summary>Reads a port, 1 to 65535, digits only.</summary>
    public static bool TryParsePort(ReadOnlySpan<byte> bytes, out int port)
    {
        port = 0;
        if (bytes.Length is 0 or > 5 || bytes[0] == (byte)'0' || !TryParseDigits(bytes, out var value) || value > 65535)
            return false;
        port = (int)value;
        return true;
    }

    // Utf8Parser alone would also take a sign and stop at the first other character.
    private static bool TryParseDigits(ReadOnlySpan<byte> bytes, out long value)
    {
        value = 0;
        return !bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(bytes, out value, out var used) && used == bytes.Length;
    }
}
