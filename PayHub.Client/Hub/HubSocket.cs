using System.Net.Sockets;

namespace PayHub.Client.Hub;

/// <summary>TCP connections to a hub.</summary>
internal static class HubSocket
{
    /// <summary>Connects.</summary>
    /// <exception cref="HubLostException">Nobody answers there.</exception>
    public static async Task<NetworkStream> ConnectAsync(HubAddress address, TimeSpan limit, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            timeout.CancelAfter(limit);
            await socket.ConnectAsync(address.Host, address.Port, timeout.Token);
            KeepAlive(socket);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new HubLostException($"Cannot reach the hub at {address}: {e.Message}.");
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            cancel.ThrowIfCancellationRequested();
            throw new HubLostException($"Cannot reach the hub at {address}: no answer within {limit.TotalSeconds} s.");
        }
    }

    // Without it a wallet behind a silent network would believe for hours that it is online.
    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }
}
