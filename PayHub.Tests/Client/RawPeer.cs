using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client;

/// <summary>A peer that shares no code with the wallet and checks nothing. Every wait is bounded.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly SslStream _stream;
    private readonly StringBuilder _text = new();

    private RawPeer(Socket socket)
    {
        _socket = socket;
        _stream = new SslStream(new NetworkStream(socket, ownsSocket: true), false, (_, certificate, _, _) => certificate is not null);
    }

    /// <summary>Connects and shows a certificate, and others behind it.</summary>
    public static async Task<RawPeer> ConnectAsync(
        IPEndPoint listener, X509Certificate2? certificate, SslProtocols protocol = SslProtocols.Tls13, params X509Certificate2[] others)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(listener).WaitAsync(TestEnvironment.Bound);
        var peer = new RawPeer(socket);
        await peer._stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "",
            EnabledSslProtocols = protocol,
            ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, [.. others], offline: true),
        }).WaitAsync(TestEnvironment.Bound);
        return peer;
    }

    /// <summary>Takes the next connection of a dialer, showing a certificate.</summary>
    public static async Task<RawPeer> AcceptAsync(TcpListener listener, X509Certificate2 certificate)
    {
        var peer = new RawPeer(await listener.AcceptSocketAsync().WaitAsync(TestEnvironment.Bound));
        await peer._stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = true,
            EnabledSslProtocols = SslProtocols.Tls13,
        }).WaitAsync(TestEnvironment.Bound);
        return peer;
    }

    public X509Certificate2 Shown => (X509Certificate2)_stream.RemoteCertificate!;

    public async Task SendAsync(string bytes) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(bytes)).AsTask().WaitAsync(TestEnvironment.Bound);

    public async Task<string?> AskAsync(string line)
    {
        await SendAsync($"{line}\n");
        return await ReadLineAsync();
    }

    /// <summary>The next line without its end, LF or CR LF; null where the link ended, in order or not.</summary>
    public async Task<string?> ReadLineAsync()
    {
        var bytes = new byte[1024];
        int end;
        while ((end = _text.ToString().IndexOf('\n', StringComparison.Ordinal)) < 0)
        {
            try
            {
                var count = await _stream.ReadAsync(bytes).AsTask().WaitAsync(TestEnvironment.Bound);
                if (count == 0)
                    return null;
                _text.Append(Encoding.Latin1.GetString(bytes, 0, count));
            }
            catch (IOException)
            {
                return null;
            }
        }
        var line = _text.ToString(0, end).TrimEnd('\r');
        _text.Remove(0, end + 1);
        return line;
    }

    /// <summary>Sends the end of the stream, and still receives.</summary>
    public async Task FinishSendingAsync()
    {
        await _stream.ShutdownAsync();
        _socket.Shutdown(SocketShutdown.Send);
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
