using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PayHub.Protocol.Keys;
using PublicKey = PayHub.Protocol.Keys.PublicKey;

namespace PayHub.Client.Hub;

/// <summary>
/// How the wallet uses TLS with a hub: 1.3 only, no resumption; the key that the hub shows counts, and nothing else: no chain, no
/// names, no dates, nothing downloaded.
/// </summary>
internal static class HubTls
{
    /// <summary>The settings of one handshake.</summary>
    /// <param name="host">Sent in clear, for hubs that share an address; proves nothing.</param>
    /// <param name="own">The wallet's identity; null to show none.</param>
    /// <param name="accept">Whether the shown key will do; null where what was shown has no key that could be used.</param>
    public static SslClientAuthenticationOptions Options(string host, X509Certificate2? own, Func<PublicKey?, bool> accept) => new()
    {
        TargetHost = host,
        ClientCertificateContext = own is null ? null : SslStreamCertificateContext.Create(own, additionalCertificates: null, offline: true),
        EnabledSslProtocols = SslProtocols.Tls13,
        EncryptionPolicy = EncryptionPolicy.RequireEncryption,
        AllowTlsResume = false,
        AllowRenegotiation = false,
        CertificateChainPolicy = ShownCertificate.NoChain(),
        RemoteCertificateValidationCallback = (_, certificate, _, _) => accept(ShownCertificate.ReadKey(certificate as X509Certificate2)),
    };

    /// <summary>Whether two fingerprints are the same, in a time that does not tell where they differ.</summary>
    public static bool IsSame(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
