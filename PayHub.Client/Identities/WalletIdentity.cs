using System.Security.Cryptography.X509Certificates;
using PayHub.Protocol.Keys;
using PublicKey = PayHub.Protocol.Keys.PublicKey;

namespace PayHub.Client.Identities;

/// <summary>An account's key, and the certificate that shows it in handshakes with the hub and with peers.</summary>
/// <param name="account">The account's name.</param>
/// <param name="key">The private key.</param>
internal sealed class WalletIdentity(string account, Identity key) : IDisposable
{
    /// <summary>The account's name, as the owner or the hub spells it.</summary>
    public string Account => account;

    /// <summary>The private key: signs payments, opens what is sealed to this wallet.</summary>
    public Identity Key => key;

    /// <summary>The public key, by which the hub and friends know this wallet.</summary>
    public PublicKey Public => key.Public;

    /// <summary>Self-signed; says nothing but the key.</summary>
    public X509Certificate2 Certificate { get; } = key.CreateCertificate(account);

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();
}
