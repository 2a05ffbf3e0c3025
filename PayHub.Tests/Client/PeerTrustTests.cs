using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PayHub.Protocol.Keys;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client;

/// <summary>Whose key it is: the pins first, then the hub's word.</summary>
public sealed class PeerTrustTests : IAsyncDisposable
{
    private readonly PeerRig _rig = new();
    private readonly Identity _mallory = Identity.Create();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task The_listener_shows_its_own_key()
    {
        await using var alice = await _rig.ConnectAsync();
        Assert.Equal(_rig.Bob.Public.Spki, alice.Shown.PublicKey.ExportSubjectPublicKeyInfo());
    }

    [Fact]
    public async Task Whoever_claims_the_name_of_another_is_refused()
    {
        Assert.Equal("220 AUTH_FAIL", await HelloAsync(_mallory, "alice"));
        Assert.Equal(0, _rig.Owner.SeenCount);
    }

    [Fact]
    public async Task Whoever_claims_a_friends_name_is_shown_to_the_owner_once_and_the_hub_not_asked()
    {
        _rig.Directory.Befriend("alice", _rig.Alice.Public);
        Assert.Equal("220 AUTH_FAIL", await HelloAsync(_mallory, "alice"));
        Assert.Equal("220 AUTH_FAIL", await HelloAsync(_mallory, "ALICE"));
        Assert.Equal($"warning: alice {_rig.Alice.Public.Fingerprint} {_mallory.Public.Fingerprint}", await _rig.Owner.NextAsync());
        Assert.Equal(0, _rig.Owner.SeenCount);
        Assert.Equal(0, _rig.Directory.Questions);
    }

    [Fact]
    public async Task A_friends_new_key_is_not_accepted_though_the_hub_knows_it()
    {
        _rig.Directory.Befriend("alice", _rig.Alice.Public);
        _rig.Directory.Register("alice", _mallory.Public);
        Assert.Equal("220 AUTH_FAIL", await HelloAsync(_mallory, "alice"));
        Assert.StartsWith("warning: alice", await _rig.Owner.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pinned_key_that_the_hub_no_longer_knows_is_refused_and_shown()
    {
        _rig.Directory.Befriend("alice", _rig.Alice.Public);
        _rig.Directory.Register("alice", _mallory.Public);
        Assert.Equal("220 AUTH_FAIL", await HelloAsync(_rig.Alice, "alice"));
        Assert.Equal($"warning: alice {_rig.Alice.Public.Fingerprint} {_mallory.Public.Fingerprint}", await _rig.Owner.NextAsync());
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("keyless")]
    public async Task A_name_without_a_key_at_the_hub_is_refused(string name)
    {
        _rig.Directory.Register("keyless", null);
        Assert.Equal("220 AUTH_FAIL", await HelloAsync(_mallory, name));
    }

    [Fact]
    public async Task Who_is_blocked_can_bring_nothing()
    {
        _rig.Directory.Blocked = "alice";
        Assert.Equal("230 NOT_ALLOWED", await HelloAsync(_rig.Alice, "ALICE"));
        Assert.Equal(0, _rig.Directory.Questions);
    }

    [Fact]
    public async Task Without_the_hub_nobody_is_let_in()
    {
        _rig.Directory.IsHubGone = true;
        Assert.Equal("500 UNAVAILABLE", await HelloAsync(_rig.Alice, "alice"));
    }

    [Fact]
    public async Task Without_a_certificate_there_is_no_link() => await AssertRefusedAsync(null);

    [Fact]
    public async Task A_certificate_of_another_kind_of_key_is_refused()
    {
        using var rsa = RSA.Create(2048);
        await AssertRefusedAsync(SelfSigned(new CertificateRequest("CN=alice", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        await AssertRefusedAsync(SelfSigned(new CertificateRequest("CN=alice", p384, HashAlgorithmName.SHA256)));
    }

    [Fact]
    public async Task A_large_certificate_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=alice", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509Extension("1.2.3.4", new byte[4096], critical: false));
        await AssertRefusedAsync(SelfSigned(request));
    }

    [Fact]
    public async Task A_certificate_that_another_one_issued_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = SelfSigned(Authority("CN=root", key));
        using var middle = Authority("CN=middle", key).Create(root, root.NotBefore, root.NotAfter, [1]).CopyWithPrivateKey(key);
        using var leaf = new CertificateRequest("CN=alice", key, HashAlgorithmName.SHA256).Create(middle, root.NotBefore, root.NotAfter, [2]);
        await AssertRefusedAsync(leaf.CopyWithPrivateKey(key), middle, root);
    }

    // By openssl: .NET's own client leaves out of a chain what it knows to be of no use.
    [Fact]
    public async Task A_self_signed_certificate_with_another_behind_it_is_refused()
    {
        using var folder = new TemporaryFolder();
        await WriteOwnAsync(folder.File("own.pem"));
        using (var other = _mallory.CreateCertificate("other"))
            await File.WriteAllTextAsync(folder.File("other.pem"), other.ExportCertificatePem(), TestContext.Current.CancellationToken);
        var hello = $"s_client -connect {_rig.Endpoint} -tls1_3 -quiet -cert {folder.File("own.pem")}";
        const string Lines = "HELLO#PAYHUB-PEER/1#alice\nEND\n";
        Assert.Contains("100 OK#bob", await OpenSsl.TalkAsync(hello, Lines), StringComparison.Ordinal);
        var withOther = await OpenSsl.TalkAsync($"{hello} -cert_chain {folder.File("other.pem")}", Lines);
        Assert.DoesNotContain("100 OK", withOther, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_resumed()
    {
        using var folder = new TemporaryFolder();
        await WriteOwnAsync(folder.File("own.pem"));
        var client = $"s_client -connect {_rig.Endpoint} -tls1_3 -ign_eof -cert {folder.File("own.pem")}";
        await OpenSsl.TalkAsync($"{client} -sess_out {folder.File("session")}", "END\n");
        Assert.True(File.Exists(folder.File("session")));
        var second = await OpenSsl.TalkAsync($"{client} -sess_in {folder.File("session")}", "END\n");
        Assert.Contains("New, TLSv1.3", second, StringComparison.Ordinal);
        Assert.DoesNotContain("Reused", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Older_TLS_is_refused() =>
        await Assert.ThrowsAnyAsync<Exception>(() => RawPeer.ConnectAsync(_rig.Endpoint, _rig.Alice.CreateCertificate("alice"), SslProtocols.Tls12));

    private async Task<string?> HelloAsync(Identity who, string name)
    {
        await using var peer = await _rig.ConnectAsync(who);
        return await peer.AskAsync($"HELLO#PAYHUB-PEER/1#{name}");
    }

    // In TLS 1.3 a client hears of it when it reads.
    private async Task AssertRefusedAsync(X509Certificate2? certificate, params X509Certificate2[] others)
    {
        try
        {
            await using var peer = await RawPeer.ConnectAsync(_rig.Endpoint, certificate, SslProtocols.Tls13, others);
            Assert.Null(await peer.AskAsync("HELLO#PAYHUB-PEER/1#alice"));
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            // As well.
        }
        Assert.Equal(0, _rig.Directory.Questions);
    }

    private async Task WriteOwnAsync(string file)
    {
        using var own = _rig.Alice.CreateCertificate("alice");
        await File.WriteAllTextAsync(file, $"{own.ExportCertificatePem()}\n{_rig.Alice.ToPem()}\n", TestContext.Current.CancellationToken);
    }

    private static X509Certificate2 SelfSigned(CertificateRequest request) =>
        request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request;
    }
}
