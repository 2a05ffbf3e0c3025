using System.Security.Cryptography.X509Certificates;

namespace PayHub.Protocol.Keys;

/// <summary>Certificates in a form that SslStream takes on this platform.</summary>
public static class PlatformCertificate
{
    /// <summary>
    /// A certificate with its private key, ready for TLS. The one handed in is not to be used any more: where another takes its
    /// place, it is disposed.
    /// </summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The platform does not take the key.</exception>
    public static X509Certificate2 ForTls(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (OperatingSystem.IsLinux())
            return certificate;
        using (certificate)
            return ThroughPkcs12(certificate);
    }

    // SChannel and Secure Transport do not use keys that are in memory alone.
    internal static X509Certificate2 ThroughPkcs12(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
}
