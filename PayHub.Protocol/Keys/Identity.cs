using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PayHub.Protocol.Sealing;

namespace PayHub.Protocol.Keys;

/// <summary>
/// A private key on P-256: who a wallet or a hub is (docs/protocol.md, "Identities"). It signs, opens what is sealed to it, and answers for a TLS
/// certificate. May be used by several threads at once.
/// </summary>
public sealed class Identity
{
    private readonly KeyPool<ECDsa> _signing;
    private readonly KeyPool<ECDiffieHellman> _agreement;

    private Identity(ECDsa key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: true);
        if (!PublicKey.TryImport(key.ExportSubjectPublicKeyInfo(), out var publicKey))
            throw new InvalidDataException("The key is not a P-256 key.");
        Public = publicKey;
        _signing = new KeyPool<ECDsa>(() => ECDsa.Create(parameters));
        _agreement = new KeyPool<ECDiffieHellman>(() => ECDiffieHellman.Create(parameters));
    }

    /// <summary>The public half.</summary>
    public PublicKey Public { get; }

    /// <summary>Makes a new identity.</summary>
    public static Identity Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new Identity(key);
    }

    /// <summary>Reads an identity that <see cref="ToPem"/> wrote, or <c>openssl ecparam -genkey</c> or <c>openssl genpkey</c>.</summary>
    /// <exception cref="InvalidDataException">The text holds no private P-256 key in PEM that can be read without a passphrase.</exception>
    public static Identity FromPem(string pem) => IdentityPem.Read(pem, key => new Identity(key));

    /// <summary>Reads an identity that <see cref="ToEncryptedPem"/> wrote.</summary>
    /// <exception cref="CryptographicException">The passphrase is wrong, or the text was damaged: the two can't be told apart.</exception>
    /// <exception cref="InvalidDataException">The text holds no encrypted private key in PEM, or one that is not on P-256.</exception>
    public static Identity FromEncryptedPem(string pem, string passphrase) =>
        IdentityPem.ReadEncrypted(pem, passphrase, key => new Identity(key));

    /// <summary>The private key as PKCS#8 (RFC 5958) in PEM, not encrypted: for a file of mode 0600.</summary>
    public string ToPem()
    {
        using var loan = _signing.Borrow();
        return loan.Key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>
    /// The private key as encrypted PKCS#8 in PEM: PBES2 (RFC 8018, 6.2) with AES-256-CBC and PBKDF2-HMAC-SHA256, 600,000 rounds.
    /// </summary>
    /// <param name="passphrase">Not empty.</param>
    public string ToEncryptedPem(string passphrase)
    {
        ArgumentException.ThrowIfNullOrEmpty(passphrase);
        using var loan = _signing.Borrow();
        return IdentityPem.WriteEncrypted(loan.Key, passphrase);
    }

    /// <summary>
    /// A self-signed TLS certificate of this key, for both ends of a connection. Only its key says anything; dispose it when done.
    /// </summary>
    /// <param name="name">The common name, which nobody relies on; 1 to 64 characters.</param>
    public X509Certificate2 CreateCertificate(string name)
    {
        using var loan = _signing.Borrow();
        return IdentityCertificate.Create(loan.Key, name);
    }

    /// <summary>Opens a JWE that <see cref="Sealer.SealToWallet"/> made for this key: ECDH-ES and A256GCM (RFC 7516; RFC 7518, 4.6).</summary>
    /// <param name="jwe">The JWE in compact form, without a terminator.</param>
    /// <param name="content">What was sealed, still to be parsed; empty on failure.</param>
    /// <returns>False, whatever the reason. Never throws.</returns>
    public bool TryUnseal(ReadOnlySpan<byte> jwe, out byte[] content)
    {
        content = [];
        if (!SealedMessage.TryRead(jwe, SealedMessage.IsWalletHeader, encryptedKeyBytes: 0, out _))
            return false;
        using var loan = _agreement.Borrow();
        return SealedMessage.TryDecrypt(jwe, loan.Key, out content);
    }

    /// <summary>Borrows the key for one signature.</summary>
    internal KeyPool<ECDsa>.Loan BorrowSigningKey() => _signing.Borrow();
}
