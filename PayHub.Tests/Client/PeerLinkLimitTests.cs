using System.Net.Sockets;
using PayHub.Client.Peers;
using PayHub.Client.Session;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client;

/// <summary>What bounds a peer: nothing that it sends, or does not send, grows or stays.</summary>
public sealed class PeerLinkLimitTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task The_longest_line_is_taken_and_one_byte_more_is_not()
    {
        await using var rig = new PeerRig();
        await using var alice = await rig.GreetAsFriendAsync();
        var longest = "MSG#" + new string('A', PeerLineReader.MaxLineBytes - 4);
        Assert.Equal("240 BAD_REQUEST", await alice.AskAsync(longest));

        await using var again = await rig.GreetAsFriendAsync();
        Assert.Equal("240 BAD_REQUEST", await again.AskAsync(longest + "A"));
        Assert.Null(await again.ReadLineAsync());
    }

    [Fact]
    public async Task A_line_without_end_is_refused_before_it_ends()
    {
        await using var rig = new PeerRig();
        await using var alice = await rig.GreetAsFriendAsync();
        await alice.SendAsync(new string('A', 100_000));
        Assert.Equal("240 BAD_REQUEST", await alice.ReadLineAsync());
        Assert.Null(await alice.ReadLineAsync());
    }

    [Fact]
    public async Task The_longest_memo_fits_into_a_line()
    {
        await using var rig = new PeerRig();
        await using var alice = await rig.ConnectAsync();
        await alice.AskAsync("HELLO#PAYHUB-PEER/1#alice");
        rig.Owner.Decide("100 OK#1");
        Assert.Equal("100 OK#1", await alice.AskAsync(rig.Seal(memo: string.Concat(Enumerable.Repeat("\U0001F600", 200)))));
    }

    [Fact]
    public async Task A_flood_of_messages_ends_the_link_and_a_minute_later_it_may_go_on()
    {
        await using var rig = new PeerRig(With(limits => limits with { MaxMessagesPerMinute = 3 }));
        await using (var alice = await rig.GreetAsFriendAsync())
        {
            foreach (var answer in new[] { "100 OK", "100 OK", "100 OK", "429 TOO_MANY" })
                Assert.Equal(answer, await alice.AskAsync("MSG#aGVsbG8"));
            Assert.Null(await alice.ReadLineAsync());
        }
        await using (var alice = await rig.GreetAsFriendAsync())
            Assert.Equal("429 TOO_MANY", await alice.AskAsync("REQUEST#1#"));
        Assert.Equal(3, rig.Owner.SeenCount);

        rig.Clock.Skip(TimeSpan.FromMinutes(1));
        await using (var alice = await rig.GreetAsFriendAsync())
            Assert.Equal("100 OK", await alice.AskAsync("MSG#aGVsbG8"));
    }

    [Fact]
    public async Task A_full_box_of_requests_takes_no_more()
    {
        await using var rig = new PeerRig();
        rig.Owner.RoomForRequests = 1;
        await using var alice = await rig.GreetAsFriendAsync();
        Assert.Equal("100 OK", await alice.AskAsync("REQUEST#1#"));
        Assert.Equal("429 TOO_MANY", await alice.AskAsync("REQUEST#2#"));
    }

    [Fact]
    public async Task The_hub_is_asked_ten_times_a_minute_at_most()
    {
        await using var rig = new PeerRig();
        rig.Directory.Befriend("alice", rig.Alice.Public);
        for (var i = 0; i < 10; i++)
            Assert.Equal("100 OK#bob", await HelloAsync(rig, "alice"));
        Assert.Equal("429 TOO_MANY", await HelloAsync(rig, "alice"));
        Assert.Equal(10, rig.Directory.Questions);

        rig.Clock.Skip(TimeSpan.FromMinutes(1));
        Assert.Equal("100 OK#bob", await HelloAsync(rig, "alice"));
    }

    [Fact]
    public async Task Strangers_cannot_use_up_the_questions_that_friends_need()
    {
        await using var rig = new PeerRig();
        rig.Directory.Befriend("alice", rig.Alice.Public);
        for (var i = 0; i < 5; i++)
            Assert.Equal("220 AUTH_FAIL", await HelloAsync(rig, $"nobody{i}"));
        Assert.Equal("429 TOO_MANY", await HelloAsync(rig, "nobody"));
        Assert.Equal("100 OK#bob", await HelloAsync(rig, "alice"));
    }

    [Fact]
    public async Task Links_are_bounded_in_all_and_from_one_address()
    {
        await using var rig = new PeerRig(With(limits => limits with { MaxPeersPerAddress = 2 }));
        await using (await rig.GreetAsFriendAsync())
        await using (await rig.GreetAsFriendAsync())
            await Assert.ThrowsAnyAsync<Exception>(() => rig.ConnectAsync());

        await using var few = new PeerRig(new WalletLimits { MaxPeers = 1 });
        await using (await few.GreetAsFriendAsync())
            await Assert.ThrowsAnyAsync<Exception>(() => few.ConnectAsync());
    }

    [Fact]
    public async Task A_link_that_ends_makes_room()
    {
        await using var rig = new PeerRig(new WalletLimits { MaxPeers = 1 });
        for (var i = 0; i < 3; i++)
        {
            await using var alice = await GreetWhenThereIsRoomAsync(rig);
            await alice.FinishSendingAsync();
            Assert.Null(await alice.ReadLineAsync());
        }
    }

    // A place is free a moment after the peer has seen the end: the listener has the rest of the connection to put away.
    private static async Task<RawPeer> GreetWhenThereIsRoomAsync(PeerRig rig)
    {
        using var bound = new CancellationTokenSource(TestEnvironment.Bound);
        while (true)
        {
            try
            {
                return await rig.GreetAsFriendAsync();
            }
            catch (Exception e) when (e is IOException or SocketException && !bound.IsCancellationRequested)
            {
            }
        }
    }

    [Fact]
    public async Task A_peer_that_connects_and_stalls_is_closed()
    {
        await using var rig = new PeerRig(With(limits => limits with { HandshakeTime = Short }) with { PeerTime = Short });
        using var silent = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await silent.ConnectAsync(rig.Endpoint, TestContext.Current.CancellationToken);
        await AssertClosedAsync(silent);

        using var half = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await half.ConnectAsync(rig.Endpoint, TestContext.Current.CancellationToken);
        await half.SendAsync(new byte[] { 0x16, 0x03, 0x01 });
        await AssertClosedAsync(half);

        await using var mute = await rig.ConnectAsync();
        Assert.Null(await mute.ReadLineAsync());
    }

    [Fact]
    public async Task A_greeted_peer_that_stalls_is_closed_even_if_it_sends_a_byte_now_and_then()
    {
        await using var rig = new PeerRig(With(limits => limits with { IdleTime = Short }));
        await using var alice = await rig.GreetAsFriendAsync();
        using var end = new CancellationTokenSource();
        var dripping = DripAsync(alice, end.Token);
        Assert.Null(await alice.ReadLineAsync());
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => dripping);
    }

    // Until the link or the test ends.
    private static async Task DripAsync(RawPeer peer, CancellationToken end)
    {
        using var drip = new PeriodicTimer(Short / 4);
        while (await drip.WaitForNextTickAsync(end))
            await peer.SendAsync("A");
    }

    [Fact]
    public async Task A_stranger_that_stalls_is_closed_sooner()
    {
        await using var rig = new PeerRig(With(limits => limits with { StrangerIdleTime = Short }));
        await using var stranger = await rig.ConnectAsync();
        Assert.Equal("100 OK#bob", await stranger.AskAsync("HELLO#PAYHUB-PEER/1#alice"));
        Assert.Null(await stranger.ReadLineAsync());
    }

    private static WalletLimits With(Func<PeerLimits, PeerLimits> change) => new() { Links = change(new PeerLimits()) };

    private static async Task<string?> HelloAsync(PeerRig rig, string name)
    {
        await using var peer = await rig.ConnectAsync();
        return await peer.AskAsync($"HELLO#PAYHUB-PEER/1#{name}");
    }

    private static async Task AssertClosedAsync(Socket peer)
    {
        try
        {
            Assert.Equal(0, await peer.ReceiveAsync(new byte[1]).WaitAsync(TestEnvironment.Bound));
        }
        catch (SocketException e)
        {
            Assert.Equal(SocketError.ConnectionReset, e.SocketErrorCode);
        }
    }
}
