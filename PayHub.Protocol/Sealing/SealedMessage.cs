using System.Security.Cryptography;
using System.Text;
using Jose;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Tokens;
using AesGcm = System.Security.Cryptography.AesGcm;

namespace PayHub.Protocol.Sealing;

/// <summary>The form of a JWE that is taken (RFC 7516, 7.1; docs/protocol.md, "Sealed messages"), checked before anything is decrypted.</summary>
internal static class SealedMessage
{
    /// <summary>The longest JWE that is looked at, in bytes: a message of the wire is no longer.</summary>
    public const int MaxBytes = 8192;

    /// <summary>The length of an A256GCM key, in bytes.</summary>
    public const int ContentKeyBytes = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Takes a message apart that has five parts of the right lengths, and a header that the allow-list knows.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, Func<StrictHeader, bool> isHeader, int encryptedKeyBytes, out SealedParts parts)
    {
        parts = default;
        if (message.Length > MaxBytes || !CompactParts.TryDecode(message, 5, out var decoded))
            return false;
        parts = new SealedParts(decoded[1], decoded[2], decoded[3], decoded[4]);
        return StrictHeader.TryRead(decoded[0], out var header) && isHeader(header)
            && parts.EncryptedKey.Length == encryptedKeyBytes
            && parts.Nonce.Length == NonceBytes
            && parts.Ciphertext.Length > 0
            && parts.Tag.Length == TagBytes;
    }

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

    /// <summary>Decrypts a well-formed message with its content key: A256GCM (RFC 7518, 5.3).</summary>
    /// <param name="message">All of it: its header, as it stands there, is authenticated too (RFC 7516, 5.1).</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="key">The content key, <see cref="ContentKeyBytes"/> long.</param>
    /// <param name="content">What was sealed; empty on failure.</param>
    /// <returns>False where the key is another one or the message was changed.</returns>
    public static bool TryDecrypt(ReadOnlySpan<byte> message, SealedParts parts, byte[] key, out byte[] content)
    {
        content = new byte[parts.Ciphertext.Length];
        try
        {
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(parts.Nonce, parts.Ciphertext, parts.Tag, content, message[..message.IndexOf((byte)'.')]);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            content = [];
            return false;
        }
    }

    /// <summary>Has the library decrypt a well-formed message to a wallet, which agrees on the key and derives it.</summary>
    /// <returns>False where the key is another one or the message was changed.</returns>
    public static bool TryDecrypt(ReadOnlySpan<byte> message, ECDiffieHellman key, out byte[] content)
    {
        try
        {
            var text = Encoding.ASCII.GetString(message);
            content = JWT.DecodeBytes(text, key, PinnedAlgorithms.ToWallet, PinnedAlgorithms.Content, PinnedAlgorithms.Settings);
            return true;
        }
        catch (Exception error) when (error is JoseException or CryptographicException)
        {
            content = [];
            return false;
        }
    }
}

/// <summary>The parts of a JWE behind its header, decoded.</summary>
internal readonly record struct SealedParts(byte[] EncryptedKey, byte[] Nonce, byte[] Ciphertext, byte[] Tag);
