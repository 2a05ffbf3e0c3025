using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using PayHub.Protocol.Keys;
using PublicKey = PayHub.Protocol.Keys.PublicKey;

namespace PayHub.Client.Peers;

/// <summary>
/// How a listener uses TLS: 1.3 only, no resumption, both certificates shown, nothing downloaded. A dialer does as with a hub.
/// </summary>
internal static class PeerTls
{
    /// <summary>Whether this platform can take links: .NET has no TLS 1.3 server on Apple's systems.</summary>
    public static bool IsServerSupported => !OperatingSystem.IsMacOS();

    /// <summary>The settings of one handshake.</summary>
    /// <param name="own">The certificate to show.</param>
    /// <param name="onKey">Takes the key of the peer, once it has proved that it holds it.</param>
    public static SslServerAuthenticationOptions ForListener(SslStreamCertificateContext own, Action<PublicKey> onKey) => new()
    {
        ServerCertificateContext = own,
        ClientCertificateRequired = true,
        EnabledSslProtocols = SslProtocols.Tls13,
        EncryptionPolicy = EncryptionPolicy.RequireEncryption,
        AllowTlsResume = false,
        AllowRenegotiation = false,
        CertificateChainPolicy = ShownCertificate.NoChain(),
        RemoteCertificateValidationCallback = (_, certificate, chain, _) => TakeKey(certificate, chain, onKey),
    };

    private static bool TakeKey(X509Certificate? certificate, X509Chain? chain, Action<PublicKey> onKey)
    {
        if (PeerCertificate.ReadKey(certificate, chain) is not { } key)
            return false;
        onKey(key);
        return true;
    }
}
