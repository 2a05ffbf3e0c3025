using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

/// <summary>A flood of handshakes that never end, or of real ones, starves neither sessions nor honest newcomers.</summary>
public sealed class HandshakeFloodTests
{
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handshakes_that_stop_half_way_hold_up_nobody(bool sayHello)
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.ConnectTlsAsync();
        var hello = sayHello ? await ClientHelloAsync() : [];
        var flood = new List<Socket>();
        var slowest = TimeSpan.Zero;
        try
        {
            for (var i = 0; i < 1500; i++)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                flood.Add(socket);
                await socket.ConnectAsync(hub.Tls, TestContext.Current.CancellationToken);
                await socket.SendAsync(hello);
                if (i % 50 == 0)
                    slowest = Max(slowest, await TimeAsync(alice), await TimeAsync(bob));
            }
            await using var newcomer = await hub.ConnectTlsAsync();
            Assert.Equal("220 AUTH_FAIL", await newcomer.AskAsync("List"));
        }
        finally
        {
            flood.ForEach(socket => socket.Dispose());
        }
        Assert.InRange(slowest, TimeSpan.Zero, Prompt);
    }

    [Fact]
    public async Task A_handshake_that_does_not_end_is_closed_after_ten_seconds()
    {
        await using var hub = Hub.Start();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(hub.Tls, TestContext.Current.CancellationToken);
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, await socket.ReceiveAsync(new byte[1]).WaitAsync(TestEnvironment.Bound, TestContext.Current.CancellationToken));
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(13));
    }

    [Fact]
    public async Task A_handshake_that_does_not_end_does_not_hold_up_a_stop()
    {
        await using var hub = Hub.Start();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(hub.Tls, TestContext.Current.CancellationToken);
        await using var session = await hub.ConnectTlsAsync();
        var clock = Stopwatch.StartNew();
        await hub.StopAsync();
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Few_connections_leave_room_for_few_handshakes()
    {
        await using var hub = Hub.Start(("PayHub:Tcp:MaxConnections", "4"));
        using var first = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(hub.Tls, TestContext.Current.CancellationToken);
        using var second = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await second.ConnectAsync(hub.Tls, TestContext.Current.CancellationToken);
        // The one that has been silent for longest is dropped, long before its ten seconds.
        var clock = Stopwatch.StartNew();
        var dropped = await Task.WhenAny(EndAsync(first), EndAsync(second)).WaitAsync(TestEnvironment.Bound, TestContext.Current.CancellationToken);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await dropped;
    }

    private static async Task EndAsync(Socket socket)
    {
        try
        {
            await socket.ReceiveAsync(new byte[1]);
        }
        catch (SocketException)
        {
            // A reset is an end, too.
        }
    }

    private static async Task<TimeSpan> TimeAsync(HubClient client)
    {
        var clock = Stopwatch.StartNew();
        await client.SendAsync("nonsense\n");
        Assert.Equal("240 BAD_REQUEST", await client.ReadLineAsync());
        return clock.Elapsed;
    }

    private static TimeSpan Max(params TimeSpan[] times) => times.Max();

    // What a real client sends first.
    private static async Task<byte[]> ClientHelloAsync()
    {
        var wire = new Deaf();
        await using var client = new SslStream(wire);
        await Assert.ThrowsAnyAsync<IOException>(() => client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "payhub" }));
        return wire.ToArray();
    }

    /// <summary>Keeps what is written; nothing comes back.</summary>
    private sealed class Deaf : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(0);
    }
}
