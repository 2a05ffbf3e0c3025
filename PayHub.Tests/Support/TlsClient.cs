using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PayHub.Tests.Support;

/// <summary>A client of the TLS endpoint, with a certificate or without one. It trusts any hub, and tells which it met.</summary>
internal sealed class TlsClient : HubClient
{
    private readonly SslStream _tls;

    private TlsClient(SslStream tls) => _tls = tls;

    public SslStream Stream => _tls;

    /// <summary>The certificate that the hub showed.</summary>
    public X509Certificate2 HubCertificate => (X509Certificate2)_tls.RemoteCertificate!;

    /// <summary>Connects and shakes hands.</summary>
    /// <param name="endpoint">The hub's TLS endpoint.</param>
    /// <param name="certificate">Shown where it is given, whatever it is.</param>
    /// <param name="configure">Changes how the client shakes hands.</param>
    public static async Task<TlsClient> ConnectAsync(
        IPEndPoint endpoint, X509Certificate2? certificate = null, Action<SslClientAuthenticationOptions>? configure = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endpoint).WaitAsync(TestEnvironment.Bound);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "payhub",
            EnabledSslProtocols = SslProtocols.Tls13,
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
            CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
            ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
        };
        configure?.Invoke(options);
        try
        {
            await stream.AuthenticateAsClientAsync(options).WaitAsync(TestEnvironment.Bound);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
        return new TlsClient(stream);
    }

    /// <summary>A wallet's certificate: self-signed, with a new P-256 key.</summary>
    public static X509Certificate2 CreateCertificate() => CreateCertificate(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>As <see cref="CreateCertificate()"/>, for a key of the test's own.</summary>
    public static X509Certificate2 CreateCertificate(ECDsa key, params X509Extension[] extensions)
    {
        var request = new CertificateRequest("CN=wallet", key, HashAlgorithmName.SHA256);
        foreach (var extension in extensions)
            request.CertificateExtensions.Add(extension);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(-1));
    }

    /// <summary>Sends a message over and over, reading nothing, until the hub takes no more for <see cref="HubClient.Stall"/>.</summary>
    /// <returns>What is still being sent, without bound.</returns>
    public async Task<Task> FloodUntilStalledAsync(string message)
    {
        var burst = Burst(message);
        var until = DateTime.UtcNow + (2 * TestEnvironment.Bound);
        while (DateTime.UtcNow < until)
        {
            var sending = _tls.WriteAsync(burst).AsTask();
            try
            {
                await sending.WaitAsync(Stall);
            }
            catch (TimeoutException)
            {
                return sending;
            }
        }
        throw new TimeoutException("the hub takes a flood without end");
    }

    public override ValueTask DisposeAsync() => _tls.DisposeAsync();

    protected override ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => _tls.WriteAsync(bytes);

    protected override ValueTask<int> ReceiveAsync(Memory<byte> buffer) => _tls.ReadAsync(buffer);
}
