using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

/// <summary>Who gets through the handshake, and who does not.</summary>
public sealed class TlsHandshakeTests
{
    private const string AuthorityInformationAccess = "1.3.6.1.5.5.7.1.1";
    private const string CrlDistributionPoints = "2.5.29.31";

    public static TheoryData<string> Curves => ["nistP384", "nistP521"];

    [Fact]
    public async Task TLS_1_2_is_refused()
    {
        await using var hub = Hub.Start();
        var error = await Assert.ThrowsAnyAsync<Exception>(() => TlsClient.ConnectAsync(hub.Tls, configure: o => o.EnabledSslProtocols = SslProtocols.Tls12));
        Assert.True(error is AuthenticationException or IOException, error.ToString());
    }

    [Fact]
    public async Task A_certificate_whose_dates_are_over_is_as_good_as_any()
    {
        await using var hub = Hub.Start();
        using var certificate = TlsClient.CreateCertificate();
        Assert.True(certificate.NotAfter < DateTime.Now);
        Assert.True(await IsServedAsync(hub, certificate));
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public async Task A_key_on_another_curve_is_refused(string curve)
    {
        await using var hub = Hub.Start();
        using var key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        using var certificate = TlsClient.CreateCertificate(key);
        Assert.False(await IsServedAsync(hub, certificate));
    }

    [Fact]
    public async Task An_RSA_key_is_refused()
    {
        await using var hub = Hub.Start();
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=wallet", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        Assert.False(await IsServedAsync(hub, certificate));
    }

    [Theory]
    [InlineData(3000, true)]
    [InlineData(4096, false)]
    public async Task A_certificate_of_more_than_4_KB_is_refused(int padding, bool isServed)
    {
        await using var hub = Hub.Start();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = TlsClient.CreateCertificate(key, new X509Extension("1.2.3.4", new byte[padding], critical: false));
        Assert.Equal(isServed, certificate.RawData.Length <= 4096);
        Assert.Equal(isServed, await IsServedAsync(hub, certificate));
    }

    [Fact]
    public async Task A_chain_of_more_than_one_certificate_is_refused()
    {
        await using var hub = Hub.Start();
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Authority("CN=root", rootKey);
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuer = SignedBy(root, AuthorityRequest("CN=intermediate", issuerKey)).CopyWithPrivateKey(issuerKey);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signed = SignedBy(issuer, new CertificateRequest("CN=wallet", key, HashAlgorithmName.SHA256)).CopyWithPrivateKey(key);
        var chain = SslStreamCertificateContext.Create(signed, [issuer], offline: true);
        Assert.NotEmpty(chain.IntermediateCertificates);
        Assert.False(await IsServedAsync(hub, chain));
        Assert.True(await IsServedAsync(hub, SslStreamCertificateContext.Create(signed, [], offline: true)));
    }

    [Fact]
    public async Task Nothing_is_resumed()
    {
        await using var hub = Hub.Start();
        using var folder = new TemporaryFolder();
        var session = folder.File("session.pem");
        var first = await OpenSsl.TalkAsync($"s_client -connect {hub.Tls} -tls1_3 -ign_eof -sess_out {session}", "Exit\n");
        Assert.Contains("New, TLSv1.3", first, StringComparison.Ordinal);
        Assert.True(File.Exists(session));
        var second = await OpenSsl.TalkAsync($"s_client -connect {hub.Tls} -tls1_3 -ign_eof -sess_in {session}", "Exit\n");
        Assert.Contains("New, TLSv1.3", second, StringComparison.Ordinal);
        Assert.Contains("Bye", second, StringComparison.Ordinal);
        Assert.DoesNotContain("Reused", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_a_certificate_names_is_fetched()
    {
        await using var hub = Hub.Start();
        using var bait = new TcpListener(IPAddress.Loopback, 0);
        bait.Start();
        var url = $"http://{bait.LocalEndpoint}/issuer.cer";
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuer = Authority("CN=far away", issuerKey);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=wallet", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(ocspUris: [url], caIssuersUris: [url]));
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([url]));
        using var certificate = SignedBy(issuer, request).CopyWithPrivateKey(key);
        Assert.All([AuthorityInformationAccess, CrlDistributionPoints], oid => Assert.Contains(certificate.Extensions, e => e.Oid?.Value == oid));
        Assert.True(await IsServedAsync(hub, certificate));
        Assert.False(bait.Pending(), "the hub fetched what a client's certificate names");
    }

    [Fact]
    public async Task A_connection_too_many_is_closed()
    {
        await using var hub = Hub.Start(("PayHub:Tcp:MaxConnections", "1"));
        await using var alice = await hub.LogInAsync("alice");
        using var refused = new TcpClient();
        await refused.ConnectAsync(hub.Tls, TestContext.Current.CancellationToken);
        Assert.Equal(0, await refused.Client.ReceiveAsync(new byte[1]).WaitAsync(TestEnvironment.Bound, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task OpenSSL_is_a_client_and_sees_an_orderly_end()
    {
        await using var hub = Hub.Start();
        var answers = await OpenSsl.TalkAsync($"s_client -connect {hub.Tls} -tls1_3 -quiet", "REGISTER#ossl\nossl#7001\nExit\n");
        Assert.Contains("100 OK\r\n10000\r\n", answers, StringComparison.Ordinal);
        Assert.Contains("ossl#127.0.0.1#7001\r\nBye\r\n", answers, StringComparison.Ordinal);
        // Without a close_notify it would complain of an unexpected end.
        Assert.DoesNotContain("unexpected", answers, StringComparison.OrdinalIgnoreCase);
    }

    private static X509Certificate2 Authority(string name, ECDsa key) =>
        AuthorityRequest(name, key).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));

    private static CertificateRequest AuthorityRequest(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request;
    }

    private static X509Certificate2 SignedBy(X509Certificate2 issuer, CertificateRequest request) =>
        request.Create(issuer, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1), [1]);

    private static Task<bool> IsServedAsync(Hub hub, X509Certificate2 certificate) =>
        IsServedAsync(hub, SslStreamCertificateContext.Create(certificate, [], offline: true));

    // In TLS 1.3 a client is through with the handshake before the hub has judged its certificate: only the first answer tells.
    private static async Task<bool> IsServedAsync(Hub hub, SslStreamCertificateContext certificate)
    {
        try
        {
            await using var client = await TlsClient.ConnectAsync(hub.Tls, configure: o => o.ClientCertificateContext = certificate);
            await client.SendAsync("List\n");
            return await client.TryReadLineAsync() == "220 AUTH_FAIL";
        }
        catch (Exception error) when (error is IOException or AuthenticationException)
        {
            return false;
        }
    }
}
