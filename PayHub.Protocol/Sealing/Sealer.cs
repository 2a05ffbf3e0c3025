using System.Security.Cryptography;
using Jose;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Tokens;

namespace PayHub.Protocol.Sealing;

/// <summary>Seals, that is, encrypts to a public key: a signed payment or the classic text (docs/protocol.md, "Sealed messages").</summary>
/// <remarks>May be used by several threads at once.</remarks>
public static class Sealer
{
    /// <summary>The most bytes that fit into one RSA-OAEP-SHA256 block of the hub (RFC 8017, 7.1.1).</summary>
    public const int MaxRawBytes = HubBlockBytes - 2 * SHA256.HashSizeInBytes - 2;

    internal const int HubKeyBits = 2048;
    internal const int HubBlockBytes = HubKeyBits / 8;

    /// <summary>Whether bytes are a sealing key that a hub may have: SubjectPublicKeyInfo of an RSA-2048 key. Never throws.</summary>
    public static bool IsHubKey(ReadOnlySpan<byte> spki)
    {
        try
        {
            using var key = ImportHubKey(spki);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Seals to the hub as JWE in compact form: RSA-OAEP-256 and A256GCM (RFC 7518, 4.3 and 5.3).</summary>
    /// <param name="content">What is sealed.</param>
    /// <param name="hubSpki">The hub's sealing key as the list shows it, decoded: SubjectPublicKeyInfo in DER.</param>
    /// <exception cref="ArgumentException">The key is no RSA-2048 key; see <see cref="IsHubKey"/>.</exception>
    public static string SealToHub(ReadOnlySpan<byte> content, ReadOnlySpan<byte> hubSpki)
    {
        using var key = ImportHubKey(hubSpki);
        return Seal(content, key, PinnedAlgorithms.ToHub);
    }

    /// <summary>Seals to the hub as base64 of one RSA-OAEP-SHA256 block, 344 characters (RFC 8017, 7.1.1).</summary>
    /// <param name="content">At most <see cref="MaxRawBytes"/> bytes: the classic text always fits, a signed payment does not.</param>
    /// <param name="hubSpki">The hub's sealing key as the list shows it, decoded: SubjectPublicKeyInfo in DER.</param>
    /// <exception cref="ArgumentException">The content is too long, or the key is no RSA-2048 key; see <see cref="IsHubKey"/>.</exception>
    public static string SealRawToHub(ReadOnlySpan<byte> content, ReadOnlySpan<byte> hubSpki)
    {
        if (content.Length > MaxRawBytes)
            throw new ArgumentException($"One block holds {MaxRawBytes} bytes at most, not {content.Length}.", nameof(content));
        using var key = ImportHubKey(hubSpki);
        return Convert.ToBase64String(key.Encrypt(content, RSAEncryptionPadding.OaepSHA256));
    }

    /// <summary>Seals to a wallet as JWE in compact form: ECDH-ES on P-256, direct, and A256GCM (RFC 7518, 4.6 and 5.3).</summary>
    /// <param name="content">What is sealed.</param>
    /// <param name="wallet">The wallet's identity key.</param>
    public static string SealToWallet(ReadOnlySpan<byte> content, PublicKey wallet)
    {
        ArgumentNullException.ThrowIfNull(wallet);
        using var key = ECDiffieHellman.Create(wallet.Point);
        return Seal(content, key, PinnedAlgorithms.ToWallet);
    }

    private static string Seal(ReadOnlySpan<byte> content, AsymmetricAlgorithm key, JweAlgorithm algorithm) =>
        JWT.EncodeBytes(content.ToArray(), key, algorithm, PinnedAlgorithms.Content, settings: PinnedAlgorithms.Settings);

    private static RSA ImportHubKey(ReadOnlySpan<byte> spki)
    {
        var key = RSA.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(spki, out var used);
            if (used == spki.Length && key.KeySize == HubKeyBits)
                return key;
        }
        catch (CryptographicException)
        {
            // Said below, as of every other key that is not one.
        }
        key.Dispose();
        throw new ArgumentException($"The hub's sealing key is not SubjectPublicKeyInfo of an RSA key of {HubKeyBits} bits.", nameof(spki));
    }
}
