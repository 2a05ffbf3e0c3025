using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PayHub.Protocol.Keys;

/// <summary>The TLS certificate of an identity (RFC 5280): self-signed, for both ends, valid for as long as there is a calendar.</summary>
internal static class IdentityCertificate
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    // Peers ignore the dates: the key counts. The last one is how RFC 5280, 4.1.2.5 says "no end".
    private static readonly DateTimeOffset NotBefore = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NotAfter = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    /// <summary>Makes the certificate, with its private key, in a form that SslStream takes on this platform.</summary>
    public static X509Certificate2 Create(ECDsa key, string name)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(ServerAuthentication), new(ClientAuthentication)], false));
        return PlatformCertificate.ForTls(request.CreateSelfSigned(NotBefore, NotAfter));
    }
}
