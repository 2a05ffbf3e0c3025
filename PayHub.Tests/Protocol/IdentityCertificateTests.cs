using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using PayHub.Protocol.Keys;
using PayHub.Tests.Support;

namespace PayHub.Tests.Protocol;

/// <summary>The certificates that identities show on TLS connections.</summary>
public sealed class IdentityCertificateTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_serves_both_ends_of_TLS_and_shows_the_key(bool throughPkcs12)
    {
        var (hub, wallet) = (Identity.Create(), Identity.Create());
        using var hubCertificate = Certificate(hub, throughPkcs12);
        using var walletCertificate = Certificate(wallet, throughPkcs12);
        var (near, far) = await Loopback.ConnectAsync();
        var stop = TestContext.Current.CancellationToken;
        byte[]? seenByHub = null, seenByWallet = null;
        await using var server = new SslStream(near, false, (_, shown, _, _) => Take(shown, ref seenByHub));
        await using var client = new SslStream(far, false, (_, shown, _, _) => Take(shown, ref seenByWallet));

        await Task.WhenAll(
            server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = hubCertificate, ClientCertificateRequired = true, EnabledSslProtocols = SslProtocols.Tls13,
            }, stop),
            client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "hub", ClientCertificates = [walletCertificate], EnabledSslProtocols = SslProtocols.Tls13,
            }, stop)).WaitAsync(TestEnvironment.Bound, stop);

        Assert.Equal(wallet.Public.Spki, seenByHub);
        Assert.Equal(hub.Public.Spki, seenByWallet);
    }

    [Fact]
    public void A_certificate_is_small_and_outlives_everybody()
    {
        using var certificate = Identity.Create().CreateCertificate("zoë, O=\"nobody\"");

        Assert.True(certificate.RawData.Length < 1024);
        Assert.Equal(9999, certificate.NotAfter.ToUniversalTime().Year);
        Assert.Equal("1.2.840.10045.4.3.2", certificate.SignatureAlgorithm.Value);
    }

    private static bool Take(X509Certificate? shown, ref byte[]? key)
    {
        key = ((X509Certificate2)shown!).PublicKey.ExportSubjectPublicKeyInfo();
        return true;
    }

    // The second way is the one of Windows and macOS.
    private static X509Certificate2 Certificate(Identity identity, bool throughPkcs12)
    {
        var certificate = identity.CreateCertificate("somebody");
        if (!throughPkcs12)
            return certificate;
        using (certificate)
            return PlatformCertificate.ThroughPkcs12(certificate);
    }
}
