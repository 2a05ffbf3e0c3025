using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PayHub.Protocol.Keys;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client.Secure;

/// <summary>Trust on first use, against a server that notes whatever it is sent after the handshake.</summary>
public sealed class HubTrustTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Identity _stranger = Identity.Create();
    private readonly List<byte> _received = [];
    private string? _answer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public HubTrustTests()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    private IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _folder.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_new_hub_is_not_trusted_by_yes_alone_and_is_sent_nothing()
    {
        var result = await RunAsync("list", "--account", "alice", "--yes", "--no-passphrase");
        Assert.Equal(4, result.ExitCode);
        Assert.Contains($"--fingerprint {_stranger.Public.Fingerprint}", result.Errors, StringComparison.Ordinal);
        Assert.Empty(_received);
    }

    [Fact]
    public async Task A_hub_that_shows_another_key_than_the_given_one_is_sent_nothing()
    {
        var result = await RunAsync("list", "--account", "alice", "--yes", "--no-passphrase", "--fingerprint", Identity.Create().Public.Fingerprint);
        Assert.Equal(4, result.ExitCode);
        Assert.Contains("that you gave; nothing was sent", result.Errors, StringComparison.Ordinal);
        Assert.Empty(_received);
        Assert.False(File.Exists(_folder.File("known_hubs")));
    }

    [Fact]
    public async Task A_changed_hub_is_refused_sent_nothing_and_never_trusted_by_itself()
    {
        var trusted = Identity.Create().Public.Fingerprint;
        var line = $"{Address} {trusted} 2030-01-01T00:00:00Z Our hub\n";
        await File.WriteAllTextAsync(_folder.File("known_hubs"), line, TestContext.Current.CancellationToken);
        foreach (var arguments in new[] { new[] { "list" }, ["pay", "bob", "1"], ["listen"], ["list", "--fingerprint", _stranger.Public.Fingerprint] })
        {
            var result = await RunAsync([.. arguments, "--account", "alice", "--yes", "--no-passphrase"]);
            Assert.Equal(4, result.ExitCode);
            Assert.Contains(trusted, result.Errors, StringComparison.Ordinal);
            Assert.Contains(_stranger.Public.Fingerprint, result.Errors, StringComparison.Ordinal);
        }
        Assert.Empty(_received);
        Assert.Equal(line, await File.ReadAllTextAsync(_folder.File("known_hubs"), TestContext.Current.CancellationToken));

        var shown = await RunAsync("hub");
        Assert.Equal(4, shown.ExitCode);
        Assert.Contains("NOT the one that you trust", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_that_calls_itself_another_one_than_its_key_shows_is_refused()
    {
        var other = Identity.Create().Public.Fingerprint;
        _answer = $"100 OK#PAYHUB/1##{other}#EUR#2#1900000000";
        var result = await RunAsync("list", "--account", "alice", "--yes", "--no-passphrase", "--fingerprint", _stranger.Public.Fingerprint);
        Assert.Equal(4, result.ExitCode);
        Assert.Contains("calls itself another one", result.Errors, StringComparison.Ordinal);
        Assert.Equal("HELLO#PAYHUB/1\n", Encoding.ASCII.GetString([.. _received]));
        Assert.False(File.Exists(_folder.File("known_hubs")));
    }

    [Theory]
    [InlineData("100 OK#PAYHUB/2##x#EUR#2#1900000000")]
    [InlineData("240 BAD_REQUEST")]
    [InlineData("SSH-2.0-OpenSSH")]
    public async Task What_is_no_hub_is_told_so_and_not_remembered(string answer)
    {
        _answer = answer;
        var result = await RunAsync("list", "--account", "alice", "--yes", "--no-passphrase", "--fingerprint", _stranger.Public.Fingerprint);
        Assert.NotEqual(0, result.ExitCode);
        Assert.NotEqual("", result.Errors);
        Assert.False(File.Exists(_folder.File("known_hubs")));
    }

    [Fact]
    public void Only_a_small_certificate_with_a_P256_key_is_a_hubs()
    {
        using var rsa = RSA.Create(2048);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var good = _stranger.CreateCertificate("hub");
        using var other = new CertificateRequest("CN=hub", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        using var wide = new CertificateRequest("CN=hub", p384, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        using var large = TlsClient.CreateCertificate(
            ECDsa.Create(ECCurve.NamedCurves.nistP256), new X509Extension("1.3.6.1.4.1.99999.1", new byte[ShownCertificate.MaxBytes], false));
        Assert.Equal(_stranger.Public, ShownCertificate.ReadKey(good));
        Assert.Null(ShownCertificate.ReadKey(other));
        Assert.Null(ShownCertificate.ReadKey(wide));
        Assert.Null(ShownCertificate.ReadKey(large));
        Assert.Null(ShownCertificate.ReadKey(null));
    }

    [Fact]
    public async Task A_hub_that_is_not_there_or_speaks_no_TLS_exits_3()
    {
        using var silent = new Socket(SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var absent = await SecureWallets.RunAsync(_folder.Path, ["hub"], (IPEndPoint)silent.LocalEndPoint!);
        Assert.Equal(3, absent.ExitCode);
        await using var hub = Hub.Start();
        var plain = await SecureWallets.RunAsync(_folder.Path, ["hub"], hub.Tcp);
        Assert.Equal(3, plain.ExitCode);
        Assert.Contains("TLS port", plain.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_owner_trusts_a_hubs_new_key_and_forgets_it()
    {
        await using var hub = Hub.Start();
        var first = await SecureWallets.RunAsync(_folder.Path, ["hub", "trust"], hub.Tls);
        Assert.Equal(4, first.ExitCode);
        var fingerprint = first.Errors[(first.Errors.LastIndexOf(' ') + 1)..];
        await File.WriteAllTextAsync(
            _folder.File("known_hubs"), $"{hub.Tls} {_stranger.Public.Fingerprint} 2030-01-01T00:00:00Z Old\n", TestContext.Current.CancellationToken);
        Assert.Equal(4, (await SecureWallets.RunAsync(_folder.Path, ["hub", "trust", "--fingerprint", _stranger.Public.Fingerprint], hub.Tls)).ExitCode);
        Assert.Equal(0, (await SecureWallets.RunAsync(_folder.Path, ["hub", "trust", "--fingerprint", fingerprint], hub.Tls)).ExitCode);
        var shown = SecureWallets.The("hub-key", SecureWallets.EventsOf(await SecureWallets.RunAsync(_folder.Path, ["hub", "--json"], hub.Tls)));
        Assert.Equal((fingerprint, true), (shown.GetProperty("fingerprint").GetString(), shown.GetProperty("isTrusted").GetBoolean()));
        Assert.Equal(0, (await SecureWallets.RunAsync(_folder.Path, ["register", "alice", "--no-passphrase"], hub.Tls)).ExitCode);
        Assert.Equal(0, (await SecureWallets.RunAsync(_folder.Path, ["hub", "forget"], hub.Tls)).ExitCode);
        Assert.Equal(1, (await SecureWallets.RunAsync(_folder.Path, ["hub", "forget"], hub.Tls)).ExitCode);
    }

    private Task<WalletResult> RunAsync(params string[] arguments) => SecureWallets.RunAsync(_folder.Path, arguments, Address);

    private async Task TakeAsync(SslStream tls, byte[] bytes)
    {
        _received.AddRange(bytes);
        if (_answer is not null)
            await tls.WriteAsync(Encoding.ASCII.GetBytes($"{_answer}\r\n"), _stop.Token);
    }

    private async Task ServeAsync()
    {
        using var certificate = _stranger.CreateCertificate("stranger");
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var socket = await _listener.AcceptSocketAsync(_stop.Token);
                await using var tls = new SslStream(new NetworkStream(socket));
                await tls.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions { ServerCertificate = certificate, EnabledSslProtocols = SslProtocols.Tls13 }, _stop.Token);
                var buffer = new byte[1024];
                while (await tls.ReadAsync(buffer, _stop.Token) is > 0 and var count)
                    await TakeAsync(tls, buffer[..count]);
            }
            catch (Exception e) when (e is IOException or AuthenticationException or OperationCanceledException or SocketException)
            {
                // The wallet has seen enough.
            }
        }
    }
}
