using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using PayHub.Protocol.Keys;

namespace PayHub.Bench.Connections;

/// <summary>A connection to the bare endpoint that was answered once.</summary>
internal static class BareConnection
{
    // One for all: a bare endpoint does not ask who it is.
    private static readonly X509Certificate2 Certificate = Identity.Create().CreateCertificate("idle");

    public static async Task<Stream> OpenAsync(IPEndPoint end, bool isTls, CancellationToken cancellationToken)
    {
        var socket = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(end, cancellationToken);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (isTls)
            stream = await SecureAsync(stream, cancellationToken);
        await stream.WriteAsync("HELLO\n"u8.ToArray(), cancellationToken);
        await stream.ReadAtLeastAsync(new byte[64], 1, cancellationToken: cancellationToken);
        return stream;
    }

    private static async Task<Stream> SecureAsync(Stream stream, CancellationToken cancellationToken)
    {
        var tls = new SslStream(stream);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "bare",
            EnabledSslProtocols = SslProtocols.Tls13,
            ClientCertificates = [Certificate],
            // It is our own child process, and the key was made a moment ago.
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
        };
        await tls.AuthenticateAsClientAsync(options, cancellationToken);
        return tls;
    }
}
