using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace PayHub.Tests.Web;

/// <summary>An authenticator app: RFC 6238 with SHA-1, 30 seconds and six digits.</summary>
internal static class Totp
{
    /// <summary>The code that the app shows at a time.</summary>
    /// <param name="key">Base32, as the page shows it.</param>
    /// <param name="at">When.</param>
    public static string Code(string key, DateTimeOffset at)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, at.ToUnixTimeSeconds() / 30);
        Span<byte> mac = stackalloc byte[20];
#pragma warning disable CA5350 // What authenticator apps do.
        HMACSHA1.HashData(Base32(key), counter, mac);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Base32(string text)
    {
        var (bits, count, bytes) = (0, 0, new List<byte>());
        foreach (var letter in text.Where(char.IsLetterOrDigit))
        {
            bits = bits << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal);
            count += 5;
            if (count < 8)
                continue;
            bytes.Add((byte)(bits >> (count -= 8)));
            bits &= (1 << count) - 1;
        }
        return [.. bytes];
    }
}
