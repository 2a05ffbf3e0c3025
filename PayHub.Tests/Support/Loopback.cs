using System.Net;
using System.Net.Sockets;

namespace PayHub.Tests.Support;

/// <summary>Two ends of one TCP connection on this machine.</summary>
internal static class Loopback
{
    public static async Task<(NetworkStream Near, NetworkStream Far)> ConnectAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await far.ConnectAsync(listener.LocalEndpoint).WaitAsync(TestEnvironment.Bound);
        return (new NetworkStream(await listener.AcceptSocketAsync(), ownsSocket: true), new NetworkStream(far, ownsSocket: true));
    }
}
