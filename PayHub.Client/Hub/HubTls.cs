using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PublicKey = PayHub.Protocol.Keys.PublicKey;

namespace PayHub.Client.Hub;

/// <summary>
/// How the wallet uses TLS with a hub: 1.3 only, no resumption; the key that the hub shows counts, and nothing else: no chain, no
/// names, no dates, nothing downloaded.
/// </summary>
internal static class HubTls
{
    /// <summary>The most bytes of a hub's certificate.</summary>
    public const int MaxCertificateBytes = 4096;

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
        CertificateChainPolicy = NoChain(),
        RemoteCertificateValidationCallback = (_, certificate, _, _) => accept(ReadKey(certificate)),
    };

    /// <summary>A policy that trusts no chain, asks nobody and downloads nothing. New for each handshake: what is shown is added to it.</summary>
    public static X509ChainPolicy NoChain() => new()
    {
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        VerificationFlags = X509VerificationFlags.AllFlags,
    };

    /// <summary>The key in a hub's certificate.</summary>
    /// <returns>Null where there is none, the certificate is too large, or the key is not on P-256.</returns>
    public static PublicKey? ReadKey(X509Certificate? certificate)
    {
        if (certificate is not X509Certificate2 leaf || leaf.RawDataMemory.Length > MaxCertificateBytes)
            return null;
        try
        {
            return PublicKey.TryImport(leaf.PublicKey.ExportSubjectPublicKeyInfo(), out var key) ? key : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Whether two fingerprints are the same, in a time that does not tell where they differ.</summary>
    public static bool IsSame(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
