using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Protocol.Keys;
using PayHub.Tcp.Keys;
using PayHub.Tests.Support;

namespace PayHub.Tests.Hosting;

/// <summary>A certificate of the operator's own in place of the hub's.</summary>
public sealed class OperatorsCertificateTests : IDisposable
{
    private const string PathKey = "PayHub:Tcp:Certificate:Path";
    private const string KeyPathKey = "PayHub:Tcp:Certificate:KeyPath";
    private const string PasswordKey = "PayHub:Tcp:Certificate:Password";
    private const string Password = "geheim42";

    private readonly TemporaryFolder _folder = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    public OperatorsCertificateTests() => _certificate = TlsClient.CreateCertificate(_key);

    private string Pem => _certificate.ExportCertificatePem();

    public void Dispose()
    {
        _folder.Dispose();
        _certificate.Dispose();
        _key.Dispose();
    }

    [Fact]
    public Task A_PFX_is_shown() =>
        IsShownAsync((PathKey, Write("hub.pfx", _certificate.Export(X509ContentType.Pkcs12, Password))), (PasswordKey, Password));

    [Fact]
    public Task A_PEM_with_its_key_is_shown() => IsShownAsync((PathKey, Write("hub.pem", $"{Pem}\n{_key.ExportPkcs8PrivateKeyPem()}")));

    [Fact]
    public Task A_PEM_with_its_key_in_another_file_is_shown() =>
        IsShownAsync((PathKey, Write("hub.crt", Pem)), (KeyPathKey, Write("hub.key", _key.ExportECPrivateKeyPem())));

    [Fact]
    public Task A_PEM_with_an_encrypted_key_is_shown()
    {
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        var key = _key.ExportEncryptedPkcs8PrivateKeyPem(Password, parameters);
        return IsShownAsync((PathKey, Write("hub.crt", Pem)), (KeyPathKey, Write("hub.key", key)), (PasswordKey, Password));
    }

    [Fact]
    public async Task The_certificates_that_lead_to_its_root_are_shown_with_it()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Authority("CN=root", rootKey).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(3));
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuer = SignedBy(root, Authority("CN=issuer", issuerKey)).CopyWithPrivateKey(issuerKey);
        using var leaf = SignedBy(issuer, new CertificateRequest("CN=hub", _key, HashAlgorithmName.SHA256));
        var file = Write("full.pem", $"{leaf.ExportCertificatePem()}\n{issuer.ExportCertificatePem()}\n{_key.ExportPkcs8PrivateKeyPem()}");
        await using var hub = Hub.Start(_folder.Path, (PathKey, file));
        var sent = 0;
        await using var client = await TlsClient.ConnectAsync(hub.Tls, configure: o => o.RemoteCertificateValidationCallback = (_, _, chain, _) =>
        {
            sent = chain!.ChainPolicy.ExtraStore.Count(one => one.Equals(issuer));
            return true;
        });
        Assert.Equal(1, sent);
    }

    [Fact]
    public async Task A_key_that_is_not_P_256_stops_the_start()
    {
        using var rsa = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=hub", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        await StopsTheStartAsync(
            "is RSA-2048; the hub's must be P-256", (PathKey, Write("hub.pem", $"{certificate.ExportCertificatePem()}\n{rsa.ExportPkcs8PrivateKeyPem()}")));
    }

    [Fact]
    public Task A_certificate_without_its_key_stops_the_start() => StopsTheStartAsync(KeyPathKey, (PathKey, Write("hub.crt", Pem)));

    [Fact]
    public async Task A_key_of_another_certificate_stops_the_start()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await StopsTheStartAsync(KeyPathKey, (PathKey, Write("hub.crt", Pem)), (KeyPathKey, Write("hub.key", other.ExportPkcs8PrivateKeyPem())));
    }

    [Fact]
    public Task A_wrong_password_stops_the_start_and_is_not_shown() =>
        StopsTheStartAsync(PasswordKey, (PathKey, Write("hub.pfx", _certificate.Export(X509ContentType.Pkcs12, "another"))), (PasswordKey, Password));

    [Fact]
    public async Task A_start_that_failed_tells_its_reason_alone()
    {
        var (exitCode, output, errors) = await HubCommands.RunAsync(_folder.Path, [],
            (PathKey, Write("hub.pfx", _certificate.Export(X509ContentType.Pkcs12, "another"))), (PasswordKey, Password));
        Assert.Equal(1, exitCode);
        Assert.Contains("does not open", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Stopping:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_without_a_certificate_stops_the_start()
    {
        var (exitCode, _, errors) = await HubCommands.RunAsync(_folder.Path, [], (KeyPathKey, Write("hub.key", _key.ExportPkcs8PrivateKeyPem())));
        Assert.Equal(1, exitCode);
        Assert.Contains($"{PathKey} must be", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changing_to_it_needs_a_rotation_and_so_does_its_next_key()
    {
        await using (Hub.Start(_folder.Path))
        {
        }
        (string, string) setting = (PathKey, Write("hub.pem", $"{Pem}\n{_key.ExportPkcs8PrivateKeyPem()}"));
        await StopsTheStartAsync("rotate-identity", setting);
        Assert.Equal(0, (await HubCommands.RunAsync(_folder.Path, ["rotate-identity"], setting)).ExitCode);
        await IsShownAsync(setting);
        var again = await HubCommands.RunAsync(_folder.Path, ["rotate-identity"], setting);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("put the new certificate in its place first", again.Errors, StringComparison.Ordinal);
    }

    private async Task IsShownAsync(params (string, string)[] settings)
    {
        await using var hub = Hub.Start(_folder.Path, settings);
        await using var client = await hub.ConnectTlsAsync();
        Assert.Equal(_certificate.RawData, client.HubCertificate.RawData);
        Assert.Equal(
            Fingerprint.Of(_certificate.PublicKey.ExportSubjectPublicKeyInfo()), hub.Services.GetRequiredService<HubIdentity>().Fingerprint);
    }

    private async Task StopsTheStartAsync(string because, params (string, string)[] settings)
    {
        var (exitCode, output, errors) = await HubCommands.RunAsync(_folder.Path, [], settings);
        Assert.Equal(1, exitCode);
        Assert.DoesNotContain("TCP TLS:", output, StringComparison.Ordinal);
        Assert.Contains(because, errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n'));
        Assert.DoesNotContain(Password, output + errors, StringComparison.Ordinal);
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request;
    }

    private static X509Certificate2 SignedBy(X509Certificate2 issuer, CertificateRequest request) =>
        request.Create(issuer, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1), [1]);

    private string Write(string name, string text) => Write(name, System.Text.Encoding.ASCII.GetBytes(text));

    private string Write(string name, byte[] content)
    {
        File.WriteAllBytes(_folder.File(name), content);
        return _folder.File(name);
    }
}
