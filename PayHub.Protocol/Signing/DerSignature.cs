namespace PayHub.Protocol.Signing;

/// <summary>
/// A signature of ES256 (R and S, RFC 7518, 3.4) as the DER that OpenSSL wants (Ecdsa-Sig-Value, RFC 3279, 2.2.3). The platform would
/// write it too, but into more than a kilobyte of new memory for each check.
/// </summary>
internal static class DerSignature
{
    /// <summary>The most bytes that it takes.</summary>
    public const int MaxBytes = 2 + (2 * (3 + NumberBytes));

    private const int NumberBytes = 32;
    private const byte Sequence = 0x30;
    private const byte Integer = 0x02;

    /// <summary>Writes it.</summary>
    /// <param name="signature">R and S, 64 bytes.</param>
    /// <param name="der">Room for <see cref="MaxBytes"/>.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(ReadOnlySpan<byte> signature, Span<byte> der)
    {
        var length = 2;
        length += WriteInteger(signature[..NumberBytes], der[length..]);
        length += WriteInteger(signature[NumberBytes..], der[length..]);
        (der[0], der[1]) = (Sequence, (byte)(length - 2));
        return length;
    }

    // In as few bytes as hold it, and with its highest bit clear: it is not negative.
    private static int WriteInteger(ReadOnlySpan<byte> number, Span<byte> der)
    {
        var first = number.IndexOfAnyExcept((byte)0);
        var digits = first < 0 ? number[^1..] : number[first..];
        var sign = digits[0] >> 7;
        (der[0], der[1], der[2]) = (Integer, (byte)(sign + digits.Length), 0);
        digits.CopyTo(der[(2 + sign)..]);
        return 2 + sign + digits.Length;
    }
}
