using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using PayHub.Client.Peers;
using PayHub.Client.Session;
using PayHub.Protocol.Requests;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client;

public sealed class PeerListenerTests : IAsyncDisposable
{
    private static readonly WalletLimits Limits = new() { MaxPeers = 2 };

    private readonly Channel<PaymentRequest> _offered = Channel.CreateUnbounded<PaymentRequest>();
    private readonly CancellationTokenSource _stop = new();
    private readonly PeerListener _listener = new(0, Limits);
    private readonly Task _running;

    public PeerListenerTests() => _running = RunAsync(_listener);

    [Theory]
    [InlineData("alice#10#bob\n")]
    [InlineData("alice#10#bob\r\n")]
    [InlineData("alice#10#bob\r")]
    [InlineData("alice#10#bob\0")]
    [InlineData("\n\0alice#10#bob\0garbage")]
    [InlineData("alice#10#bob")]
    public async Task A_payment_is_taken_however_it_ends(string bytes)
    {
        using var peer = await ConnectAsync();
        await peer.SendAsync(Bytes(bytes));
        Assert.Equal(new PaymentRequest("alice", 10, "bob"), await NextAsync());
    }

    [Theory]
    [InlineData("alice#10#bob")]
    [InlineData("alice#10#BOB")]
    [InlineData("alice#10#bob\0")]
    public async Task A_payer_may_close_at_once(string bytes)
    {
        using (var peer = await ConnectAsync())
            await peer.SendAsync(Bytes(bytes));
        Assert.Equal(10, (await NextAsync()).Amount);
    }

    [Fact]
    public async Task A_payment_in_pieces_is_one()
    {
        using var peer = await ConnectAsync();
        foreach (var piece in new[] { "alice#", "1", "0#bo", "b", "\0" })
            await peer.SendAsync(Bytes(piece));
        Assert.Equal(new PaymentRequest("alice", 10, "bob"), await NextAsync());
    }

    [Fact]
    public async Task Several_payments_on_one_connection_are_taken_in_order()
    {
        using var peer = await ConnectAsync();
        await peer.SendAsync(Bytes("alice#1#bob\0carol#2#bob\ndave#3#bob"));
        foreach (var payer in new[] { "alice", "carol", "dave" })
            Assert.Equal(payer, (await NextAsync()).Payer);
    }

    [Theory]
    [InlineData("alice#10#bo")]
    [InlineData("alice#10#bobby\0")]
    [InlineData("alice#10#carol\n")]
    [InlineData("bob#10#bob\n")]
    [InlineData("BOB#10#bob\n")]
    [InlineData("alice#0#bob\n")]
    [InlineData("alice#-1#bob\n")]
    [InlineData("REGISTER#bob\nList\nExit\nbob#7001\n")]
    [InlineData("\u001b[2J#10#bob\n")]
    [InlineData("\u0016\u0003\u0001\u0002\0\u0001\u0000\u0001\u00fc\u0003\u0003")]
    [InlineData("GET / HTTP/1.1\r\nHost: bob\r\n\r\n")]
    [InlineData("")]
    public async Task Anything_else_is_dropped_without_an_answer(string bytes)
    {
        using var peer = await ConnectAsync();
        await peer.SendAsync(Bytes(bytes));
        peer.Shutdown(SocketShutdown.Send);
        Assert.Equal("", await ReadToEndAsync(peer));
        Assert.False(_offered.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_stale_tail_behind_a_payment_is_no_second_payment()
    {
        using var peer = await ConnectAsync();
        await peer.SendAsync(Bytes("alice#1000#bob\0"));
        Assert.Equal(1000, (await NextAsync()).Amount);
        await peer.SendAsync(Bytes("alice#1000#bob\0alice#1000#bob\0"[..26]));
        Assert.Equal(1000, (await NextAsync()).Amount);
        peer.Shutdown(SocketShutdown.Send);
        Assert.Equal("", await ReadToEndAsync(peer));
        Assert.False(_offered.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_peer_that_sends_too_much_is_closed()
    {
        using var peer = await ConnectAsync();
        await peer.SendAsync(Bytes(new string('x', Limits.MaxPeerBytes)));
        Assert.Equal("", await ReadToEndAsync(peer));
    }

    [Fact]
    public async Task One_peer_too_many_is_closed_and_the_others_still_served()
    {
        using var first = await ConnectAsync();
        using var second = await ConnectAsync();
        using var third = await ConnectAsync();
        Assert.Equal("", await ReadToEndAsync(third));
        await second.SendAsync(Bytes("alice#10#bob\0"));
        Assert.Equal("alice", (await NextAsync()).Payer);

        first.Shutdown(SocketShutdown.Send);
        Assert.Equal("", await ReadToEndAsync(first));
        using var fourth = await ConnectAsync();
        await fourth.SendAsync(Bytes("dave#10#bob\0"));
        Assert.Equal("dave", (await NextAsync()).Payer);
    }

    [Fact]
    public async Task A_peer_that_dawdles_is_closed()
    {
        using var listener = new PeerListener(0, Limits with { PeerTime = TimeSpan.FromMilliseconds(200) });
        var running = RunAsync(listener);
        using (var peer = await ConnectAsync(listener))
            Assert.Equal("", await ReadToEndAsync(peer));
        await StopAsync(running);
    }

    [Fact]
    public async Task Until_payments_are_taken_peers_are_refused()
    {
        using var idle = new PeerListener(0, Limits);
        using var peer = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsAsync<SocketException>(() => peer.ConnectAsync(IPAddress.Loopback, idle.Port, TestContext.Current.CancellationToken).AsTask());
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(_running);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task StopAsync(Task running)
    {
        await _stop.CancelAsync();
        await running.WaitAsync(TestEnvironment.Bound);
    }

    private Task RunAsync(PeerListener listener) =>
        listener.RunAsync("bob", (payment, _) => _offered.Writer.TryWrite(payment), null, _stop.Token);

    private async Task<Socket> ConnectAsync(PeerListener? listener = null)
    {
        var peer = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await peer.ConnectAsync(IPAddress.Loopback, (listener ?? _listener).Port, TestContext.Current.CancellationToken);
        return peer;
    }

    private async Task<PaymentRequest> NextAsync() => await _offered.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TestEnvironment.Bound);

    // What the wallet sends until it closes; that it closes is the point.
    private static async Task<string> ReadToEndAsync(Socket peer)
    {
        var received = new byte[1024];
        try
        {
            var count = await peer.ReceiveAsync(received).WaitAsync(TestEnvironment.Bound);
            return Encoding.Latin1.GetString(received, 0, count);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return "";
        }
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
