using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using PayHub.Protocol;
using PayHub.Protocol.Keys;

namespace PayHub.Client.Hub;

/// <summary>Fields of the hub's answers that several have.</summary>
internal static class WireFields
{
    // 9999-12-31: what DateTimeOffset can hold.
    private const long LastSecond = 253_402_300_799;

    /// <summary>A key: base64 of its SubjectPublicKeyInfo.</summary>
    public static bool TryReadKey(string field, [NotNullWhen(true)] out PublicKey? key)
    {
        key = null;
        var spki = new byte[field.Length];
        return Convert.TryFromBase64String(field, spki, out var length) && PublicKey.TryImport(spki.AsSpan(0, length), out key);
    }

    /// <summary>An address; null where ip or port is <c>-</c>, or none.</summary>
    public static IPEndPoint? ReadAddress(string ip, string port) =>
        IPAddress.TryParse(ip, out var address) && Amount.TryParsePort(System.Text.Encoding.UTF8.GetBytes(port), out var number)
            ? new IPEndPoint(address, number)
            : null;

    /// <summary>A time in Unix seconds.</summary>
    public static bool TryReadTime(string field, out DateTimeOffset time)
    {
        var isGood = long.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LastSecond;
        time = DateTimeOffset.FromUnixTimeSeconds(isGood ? seconds : 0);
        return isGood;
    }
}
