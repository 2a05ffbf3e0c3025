using System.Net;
using System.Net.Sockets;
using PayHub.Client.Identities;
using PayHub.Client.Peers;
using PayHub.Protocol.Keys;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client;

/// <summary>What a wallet makes of the peers that it calls.</summary>
public sealed class PeerDialerTests : IAsyncDisposable
{
    private static readonly PeerLimits Limits = new() { HandshakeTime = TimeSpan.FromSeconds(2), AnswerTime = TimeSpan.FromSeconds(2) };

    private readonly PeerRig _rig = new();
    private readonly PeerDialer _alice;
    private readonly TcpListener _false = new(IPAddress.Loopback, 0);

    public PeerDialerTests()
    {
        _alice = new PeerDialer(new WalletIdentity("alice", _rig.Alice), "alice", Limits);
        _false.Start();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private PeerTarget FalseTarget => _rig.Target with { Port = ((IPEndPoint)_false.LocalEndpoint).Port };

    public async ValueTask DisposeAsync()
    {
        _false.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task A_conversation_is_one_link()
    {
        _rig.Directory.Befriend("alice", _rig.Alice.Public);
        var (call, problem) = await _alice.CallAsync(_rig.Target, Cancel);
        Assert.Null(problem);
        await using (call)
        {
            Assert.Equal(new PeerAccepted(""), await call!.AskAsync(PeerRequestParser.FormatMessage("hello"), Limits.AnswerTime, Cancel));
            Assert.Equal("alice: hello", await _rig.Owner.NextAsync());
            Assert.Equal(new PeerAccepted(""), await call.AskAsync(PeerRequestParser.FormatMoneyRequest(5, "tea"), Limits.AnswerTime, Cancel));
            Assert.Equal("alice asks for 5: tea", await _rig.Owner.NextAsync());
            Assert.True(call.IsOpen);
        }
        Assert.Equal(1, _rig.Directory.Questions);
    }

    [Fact]
    public async Task A_link_that_the_listener_closed_is_known_to_be()
    {
        var (call, _) = await _alice.CallAsync(_rig.Target, Cancel);
        await using (call)
        {
            Assert.Equal(new PeerRefused("240 BAD_REQUEST"), await call!.AskAsync("nonsense", Limits.AnswerTime, Cancel));
            Assert.True(SpinWait.SpinUntil(() => !call.IsOpen, TestEnvironment.Bound));
        }
    }

    [Theory]
    [InlineData("100 OK#4711", typeof(PeerAccepted))]
    [InlineData("230 NOT_ALLOWED", typeof(PeerDeclined))]
    [InlineData("350 INSUFFICIENT_FUNDS", typeof(PeerRefused))]
    public async Task The_payees_answer_is_handed_on(string answer, Type kind)
    {
        _rig.Owner.Decide(answer);
        var outcome = await _alice.OfferPaymentAsync(_rig.Target, _rig.Seal(), Limits.AnswerTime, Cancel);
        Assert.Equal(kind, outcome.GetType());
        Assert.Equal(outcome is PeerAccepted ? 4711 : null, (outcome as PeerAccepted)?.TransferId);
    }

    [Fact]
    public async Task A_payee_with_another_key_is_sent_nothing()
    {
        var mallory = Identity.Create();
        var paying = _alice.OfferPaymentAsync(FalseTarget, _rig.Seal(), Limits.AnswerTime, Cancel);
        await using var peer = await RawPeer.AcceptAsync(_false, mallory.CreateCertificate("bob"));
        Assert.Equal(new PeerWrongKey(mallory.Public.Fingerprint), await paying);
        Assert.Null(await peer.ReadLineAsync());
    }

    [Fact]
    public async Task A_payee_who_answers_to_another_name_is_sent_nothing_but_the_greeting()
    {
        var paying = _alice.OfferPaymentAsync(FalseTarget, _rig.Seal(), Limits.AnswerTime, Cancel);
        await using var peer = await RawPeer.AcceptAsync(_false, _rig.Bob.CreateCertificate("bob"));
        Assert.Equal("HELLO#PAYHUB-PEER/1#alice", await peer.ReadLineAsync());
        await peer.SendAsync("100 OK#carol\r\n");
        Assert.Equal(new PeerWrongKey("carol"), await paying);
        Assert.Null(await peer.ReadLineAsync());
    }

    [Fact]
    public async Task A_greeting_that_is_refused_is_told_apart_from_a_payment_that_is()
    {
        _rig.Directory.Register("alice", null);
        Assert.Equal(new PeerNotLetIn("220 AUTH_FAIL"), await _alice.OfferPaymentAsync(_rig.Target, _rig.Seal(), Limits.AnswerTime, Cancel));
    }

    [Fact]
    public async Task Nobody_there_is_unreachable()
    {
        var target = FalseTarget;
        _false.Stop();
        Assert.IsType<PeerUnreachable>(await _alice.OfferPaymentAsync(target, _rig.Seal(), Limits.AnswerTime, Cancel));
    }

    [Fact]
    public async Task A_payee_that_stalls_in_the_handshake_is_unreachable()
    {
        var paying = _alice.OfferPaymentAsync(FalseTarget, _rig.Seal(), Limits.AnswerTime, Cancel);
        using var peer = await _false.AcceptSocketAsync(Cancel);
        Assert.IsType<PeerUnreachable>(await paying);
    }

    [Theory]
    [InlineData("")]
    [InlineData("OK\r\n")]
    [InlineData("100 OK")]
    public async Task A_payee_who_takes_the_payment_and_gives_no_answer_leaves_the_outcome_open(string answer)
    {
        var paying = _alice.OfferPaymentAsync(FalseTarget, _rig.Seal(), Limits.AnswerTime, Cancel);
        await using (var peer = await RawPeer.AcceptAsync(_false, _rig.Bob.CreateCertificate("bob")))
        {
            await peer.ReadLineAsync();
            await peer.SendAsync("100 OK#bob\n");
            Assert.NotNull(await peer.ReadLineAsync());
            await peer.SendAsync(answer);
        }
        Assert.IsType<PeerSilent>(await paying);
    }

    [Fact]
    public async Task A_payee_who_never_answers_is_not_waited_for_without_end()
    {
        var paying = _alice.OfferPaymentAsync(FalseTarget, _rig.Seal(), Limits.AnswerTime, Cancel);
        await using var peer = await RawPeer.AcceptAsync(_false, _rig.Bob.CreateCertificate("bob"));
        await peer.ReadLineAsync();
        await peer.SendAsync("100 OK#bob\n");
        Assert.IsType<PeerSilent>(await paying.WaitAsync(TestEnvironment.Bound, Cancel));
    }

    [Fact]
    public async Task A_late_answer_is_never_taken_for_the_next_lines()
    {
        var (call, peer) = await TalkToFalseAsync();
        await using (call)
        await using (peer)
        {
            Assert.IsType<PeerSilent>(await call.AskAsync("MSG#b25l", TimeSpan.FromMilliseconds(50), Cancel));
            Assert.False(call.IsOpen);
            Assert.Equal("MSG#b25l", await peer.ReadLineAsync());
            Assert.Null(await peer.ReadLineAsync());
        }
    }

    [Fact]
    public async Task Who_stops_waiting_for_an_answer_has_no_link_any_more()
    {
        var (call, peer) = await TalkToFalseAsync();
        await using (call)
        await using (peer)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var asking = call.AskAsync("MSG#b25l", TestEnvironment.Bound, stop.Token);
            Assert.Equal("MSG#b25l", await peer.ReadLineAsync());
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
            Assert.False(call.IsOpen);
            Assert.Null(await peer.ReadLineAsync());
        }
    }

    [Fact]
    public async Task A_payee_at_an_address_of_a_kind_that_this_machine_lacks_is_unreachable()
    {
        await using var call = new PeerCall(
            _rig.Target with { Address = IPAddress.IPv6Loopback }, Limits, _ => throw new SocketException((int)SocketError.AddressFamilyNotSupported));
        Assert.IsType<PeerUnreachable>(await call.OpenAsync(_rig.Alice.CreateCertificate("alice"), "alice", Cancel));
        Assert.False(call.IsOpen);
    }

    [Fact]
    public async Task An_answer_without_end_is_cut()
    {
        var paying = _alice.OfferPaymentAsync(FalseTarget, _rig.Seal(), Limits.AnswerTime, Cancel);
        await using var peer = await RawPeer.AcceptAsync(_false, _rig.Bob.CreateCertificate("bob"));
        await peer.ReadLineAsync();
        await peer.SendAsync("100 OK#bob\n" + new string('1', 20_000));
        Assert.Equal(new PeerSilent("its answer is too long"), await paying);
    }

    private async Task<(PeerCall Call, RawPeer Peer)> TalkToFalseAsync()
    {
        var calling = _alice.CallAsync(FalseTarget, Cancel);
        var peer = await RawPeer.AcceptAsync(_false, _rig.Bob.CreateCertificate("bob"));
        await peer.ReadLineAsync();
        await peer.SendAsync("100 OK#bob\r\n");
        var (call, _) = await calling;
        return (call!, peer);
    }
}
