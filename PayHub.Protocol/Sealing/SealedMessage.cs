using System.Security.Cryptography;
using System.Text;
using Jose;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Tokens;

namespace PayHub.Protocol.Sealing;

/// <summary>The form of a JWE that is taken (RFC 7516, 7.1; docs/protocol.md, "Sealed messages"), checked before the library sees it.</summary>
internal static class SealedMessage
{
    /// <summary>The longest JWE that is looked at, in bytes: a message of the wire is no longer.</summary>
    public const int MaxBytes = 8192;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Whether a message has five parts of the right lengths, and a header that the allow-list knows.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> message, Func<StrictHeader, bool> isHeader, int encryptedKeyBytes) =>
        message.Length <= MaxBytes
        && CompactParts.TryDecode(message, 5, out var parts)
        && StrictHeader.TryRead(parts[0], out var header) && isHeader(header)
        && parts[1].Length == encryptedKeyBytes
        && parts[2].Length == NonceBytes
        && parts[3].Length > 0
        && parts[4].Length == TagBytes;

    /// <summary>The header of a message to the hub: <c>alg</c> and <c>enc</c>, and nothing else.</summary>
    public static bool IsHubHeader(StrictHeader header) =>
        header.Count == 2 && header.Is("alg", "RSA-OAEP-256") && header.Is("enc", "A256GCM");

    /// <summary>
    /// The header of a message to a wallet: <c>alg</c>, <c>enc</c>, and <c>epk</c>, a point on P-256 (RFC 7518, 4.6.1.1 and 6.2.1).
    /// </summary>
    public static bool IsWalletHeader(StrictHeader header) =>
        header.Count == 3 && header.Is("alg", "ECDH-ES") && header.Is("enc", "A256GCM")
        && header.Object("epk") is { Count: 4 } epk && epk.Is("kty", "EC") && epk.Is("crv", "P-256")
        && StrictBase64.TryDecodeUrl(Encoding.UTF8.GetBytes(epk.Text("x") ?? ""), out var x)
        && StrictBase64.TryDecodeUrl(Encoding.UTF8.GetBytes(epk.Text("y") ?? ""), out var y)
        && PublicKey.IsOnCurve(x, y);

    /// <summary>Decrypts a well-formed message.</summary>
    /// <returns>False where the key is another one or the message was changed.</returns>
    public static bool TryDecrypt(ReadOnlySpan<byte> message, object key, JweAlgorithm algorithm, out byte[] content)
    {
        try
        {
            var text = Encoding.ASCII.GetString(message);
            content = JWT.DecodeBytes(text, key, algorithm, PinnedAlgorithms.Content, PinnedAlgorithms.Settings);
            return true;
        }
        catch (Exception error) when (error is JoseException or CryptographicException)
        {
            content = [];
            return false;
        }
    }
}
