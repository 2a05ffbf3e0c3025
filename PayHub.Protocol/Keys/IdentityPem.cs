using System.Security.Cryptography;

namespace PayHub.Protocol.Keys;

/// <summary>An identity as text: PKCS#8 in PEM (RFC 7468, 10 and 11).</summary>
internal static class IdentityPem
{
    private const int Rounds = 600_000;
    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";

    /// <summary>Writes the key encrypted with a passphrase.</summary>
    public static string WriteEncrypted(ECDsa key, string passphrase) =>
        key.ExportEncryptedPkcs8PrivateKeyPem(
            passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Rounds));

    /// <summary>Reads a key that is encrypted with a passphrase.</summary>
    public static Identity ReadEncrypted(string pem, string passphrase, Func<ECDsa, Identity> create)
    {
        ArgumentNullException.ThrowIfNull(pem);
        if (!PemEncoding.TryFind(pem, out var fields) || pem[fields.Label] != EncryptedLabel)
            throw new InvalidDataException($"This is no private key encrypted with a passphrase: it has no -----BEGIN {EncryptedLabel}-----.");
        using var key = ECDsa.Create();
        try
        {
            key.ImportFromEncryptedPem(pem, passphrase);
        }
        catch (CryptographicException error)
        {
            throw new CryptographicException("The passphrase is wrong, or the key is damaged.", error);
        }
        return create(key);
    }

    /// <summary>Reads a key that is not encrypted.</summary>
    public static Identity Read(string pem, Func<ECDsa, Identity> create)
    {
        ArgumentNullException.ThrowIfNull(pem);
        using var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return create(key);
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            throw new InvalidDataException("This is not a private P-256 key in PEM that can be read without a passphrase.", error);
        }
    }
}
