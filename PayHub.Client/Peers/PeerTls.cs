using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using PublicKey = PayHub.Protocol.Keys.PublicKey;

namespace PayHub.Client.Peers;

/// <summary>How peer links use TLS: 1.3 only, no resumption, both certificates shown, nothing downloaded.</summary>
internal static class PeerTls
{
    /// <summary>Whether this platform can take links: .NET has no TLS 1.3 server on Apple's systems.</summary>
    public static bool IsServerSupported => !OperatingSystem.IsMacOS();

    /// <summary>The listener's side.</summary>
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
        CertificateChainPolicy = WithoutNetwork(),
        RemoteCertificateValidationCallback = (_, certificate, chain, _) => TakeKey(certificate, chain, onKey),
    };

    /// <summary>The dialer's side.</summary>
    /// <param name="own">The certificate to show.</param>
    /// <param name="expected">The only key that the listener may have.</param>
    /// <param name="onWrongKey">Takes the fingerprint of another one; null where what was shown has no key that could be used.</param>
    public static SslClientAuthenticationOptions ForDialer(SslStreamCertificateContext own, PublicKey expected, Action<string?> onWrongKey) => new()
    {
        // Names prove nothing here; an empty one sends no server name in clear.
        TargetHost = "",
        ClientCertificateContext = own,
        EnabledSslProtocols = SslProtocols.Tls13,
        EncryptionPolicy = EncryptionPolicy.RequireEncryption,
        AllowTlsResume = false,
        AllowRenegotiation = false,
        CertificateChainPolicy = WithoutNetwork(),
        RemoteCertificateValidationCallback = (_, certificate, chain, _) => IsExpected(PeerCertificate.ReadKey(certificate, chain), expected, onWrongKey),
    };

    /// <summary>Prepares the certificate to show. Offline: nothing is fetched to complete it.</summary>
    public static SslStreamCertificateContext ContextOf(X509Certificate2 certificate) => SslStreamCertificateContext.Create(certificate, null, offline: true);

    private static bool TakeKey(X509Certificate? certificate, X509Chain? chain, Action<PublicKey> onKey)
    {
        if (PeerCertificate.ReadKey(certificate, chain) is not { } key)
            return false;
        onKey(key);
        return true;
    }

    private static bool IsExpected(PublicKey? shown, PublicKey expected, Action<string?> onWrongKey)
    {
        if (expected.Equals(shown))
            return true;
        onWrongKey(shown?.Fingerprint);
        return false;
    }

    // One for each link: what a peer sends is added to it.
    private static X509ChainPolicy WithoutNetwork() => new()
    {
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        VerificationFlags = X509VerificationFlags.AllFlags,
    };
}
