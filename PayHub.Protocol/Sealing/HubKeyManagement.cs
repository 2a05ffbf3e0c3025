using System.Security.Cryptography;
using Jose;
using PayHub.Protocol.Keys;

namespace PayHub.Protocol.Sealing;

/// <summary>
/// RSA-OAEP-256 for the library, with one difference from its own: a content key that does not open is replaced by a random one, so that
/// the message fails at its tag like any other (RFC 7516, 11.5).
/// </summary>
internal sealed class HubKeyManagement : IKeyManagement
{
    /// <inheritdoc/>
    public byte[][] WrapNewKey(int cekSizeBits, object key, IDictionary<string, object> header)
    {
        var contentKey = RandomNumberGenerator.GetBytes(cekSizeBits / 8);
        return [contentKey, WrapKey(contentKey, key, header)];
    }

    /// <inheritdoc/>
    public byte[] WrapKey(byte[] cek, object key, IDictionary<string, object> header) =>
        ((RSA)key).Encrypt(cek, RSAEncryptionPadding.OaepSHA256);

    /// <inheritdoc/>
    public byte[] Unwrap(byte[] encryptedCek, object key, int cekSizeBits, IDictionary<string, object> header)
    {
        var random = RandomNumberGenerator.GetBytes(cekSizeBits / 8);
        return ((HubKeys)key).TryDecrypt(encryptedCek, out var contentKey) && contentKey.Length == random.Length ? contentKey : random;
    }
}

/// <summary>The hub's sealing keys, newest first.</summary>
internal sealed class HubKeys(IReadOnlyList<KeyPool<RSA>> newestFirst)
{
    /// <summary>Opens one RSA-OAEP-SHA256 block (RFC 8017, 7.1.2) with the first key that fits.</summary>
    public bool TryDecrypt(byte[] block, out byte[] content)
    {
        foreach (var pool in newestFirst)
        {
            using var loan = pool.Borrow();
            try
            {
                content = loan.Key.Decrypt(block, RSAEncryptionPadding.OaepSHA256);
                return true;
            }
            catch (CryptographicException)
            {
                // The next key may be the one: the platform has no way to ask without an exception.
            }
        }
        content = [];
        return false;
    }
}
