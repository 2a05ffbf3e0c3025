using System.Buffers.Binary;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace PayHub.Tcp.Connections;

/// <summary>How a client's socket notices that the client is gone: within a minute (docs/protocol.md, "Sessions").</summary>
internal static class SocketSettings
{
    private const int ProbeAfterSeconds = 30;
    private const int ProbeEverySeconds = 10;
    private const int Probes = 3;
    private const int LinuxTcpUserTimeout = 18;
    private const int UnacknowledgedMilliseconds = 60_000;

    public static Task ApplyAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        Apply(connection);
        return next(connection);
    }

    private static void Apply(ConnectionContext connection)
    {
        if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket)
            return;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, ProbeAfterSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, ProbeEverySeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
        if (!OperatingSystem.IsLinux())
            return;
        // Keep-alive is silent while data waits to be acknowledged; this covers that time.
        Span<byte> timeout = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(timeout, UnacknowledgedMilliseconds);
        socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, LinuxTcpUserTimeout, timeout);
    }
}
