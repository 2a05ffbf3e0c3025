using System.Net;
using System.Net.Sockets;

namespace PayHub.Tests.Support;

/// <summary>A client of the plain endpoint.</summary>
internal sealed class ClassicClient : HubClient
{
    private readonly TcpClient _tcp = new() { NoDelay = true };

    public Socket Socket => _tcp.Client;

    /// <summary>Connects.</summary>
    /// <param name="endpoint">The hub's plain endpoint.</param>
    /// <param name="buffers">What the system may hold of either direction, for who does not read: else it is megabytes, which take minutes to answer.</param>
    public static async Task<ClassicClient> ConnectAsync(IPEndPoint endpoint, int? buffers = null)
    {
        var client = new ClassicClient();
        if (buffers is { } bytes)
            (client._tcp.ReceiveBufferSize, client._tcp.SendBufferSize) = (bytes, bytes);
        await client._tcp.ConnectAsync(endpoint).WaitAsync(TestEnvironment.Bound);
        return client;
    }

    /// <summary>Sends the end of the stream, and still receives.</summary>
    public void FinishSending() => Socket.Shutdown(SocketShutdown.Send);

    /// <summary>Vanishes with a reset, as a killed client with unread bytes does.</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _tcp.Close();
    }

    /// <summary>Sends a message over and over, reading nothing, until the hub takes no more for <see cref="HubClient.Stall"/>.</summary>
    public void FloodUntilStalled(string message) => Assert.Equal(SocketError.Success, Flood(message, Stall));

    /// <summary>Sends a message over and over, reading nothing, until the hub breaks the connection.</summary>
    public void FloodUntilReset(string message) => Assert.NotEqual(SocketError.Success, Flood(message, TestEnvironment.Bound));

    private SocketError Flood(string message, TimeSpan patience)
    {
        var burst = Burst(message);
        var until = DateTime.UtcNow + (2 * TestEnvironment.Bound);
        var offset = 0;
        while (Socket.Poll(patience, SelectMode.SelectWrite))
        {
            // Partial writes go on where they stopped: what the hub reads stays whole messages.
            offset += Socket.Send(burst.AsSpan(offset), SocketFlags.None, out var error);
            if (error != SocketError.Success)
                return error;
            offset %= burst.Length;
            Assert.True(DateTime.UtcNow < until, "the hub takes a flood without end");
        }
        return SocketError.Success;
    }

    public override ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override async ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => await _tcp.Client.SendAsync(bytes);

    protected override ValueTask<int> ReceiveAsync(Memory<byte> buffer) => _tcp.Client.ReceiveAsync(buffer);
}
