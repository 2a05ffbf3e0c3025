using System.Security.Cryptography;
using PayHub.Protocol.Keys;

namespace PayHub.Protocol.Sealing;

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

    /// <summary>
    /// The content key that a block holds. In place of one that does not open, a random one: so the message fails at its tag like any
    /// other (RFC 7516, 11.5).
    /// </summary>
    /// <param name="block">The encrypted key of a JWE.</param>
    /// <param name="length">Of the content key, in bytes.</param>
    public byte[] UnwrapKey(byte[] block, int length)
    {
        var random = RandomNumberGenerator.GetBytes(length);
        return TryDecrypt(block, out var key) && key.Length == length ? key : random;
    }
}
