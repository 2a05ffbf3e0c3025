using System.Net;
using PayHub.Client.Hub;
using PayHub.Client.Output;
using PayHub.Client.Peers;
using PayHub.Client.Session;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Requests;
using PayHub.Protocol.Signing;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client;

/// <summary>What the owner sees of peers, decides, and what then goes to the hub.</summary>
public sealed class PeerDeskTests
{
    private static readonly WalletLimits Limits = new() { MaxPendingRequests = 4, Links = new PeerLimits { MaxPendingPerPeer = 2 } };

    private readonly Recorder _events = new();
    private readonly List<string> _submitted = [];
    private readonly Identity _alice = Identity.Create();
    private Func<HubReply> _hub = () => HubReply.Parse("100 OK#4711#10010");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_accepted_payment_goes_to_the_hub_as_it_came_and_the_peer_learns_the_transfer_alone()
    {
        var desk = Desk();
        var payment = Sign("alice");
        var deciding = desk.DecideAsync(payment, IPAddress.Loopback, Cancel);
        var offered = Assert.IsType<Offered>(await _events.NextAsync());
        Assert.Equal(new Offered(1, "alice", 10, "rent", true, "127.0.0.1", 60), offered);
        Assert.Empty(_submitted);
        Assert.True(desk.Accept(1));
        Assert.Equal("100 OK#4711", await deciding);
        Assert.Equal([System.Text.Encoding.ASCII.GetString(payment.Jws)], _submitted);
        Assert.Equal(new Received("alice", 10, 10010) { Transfer = 4711, Memo = "rent", PaymentId = payment.PaymentId }, await _events.NextAsync());
        Assert.False(desk.Accept(1));
    }

    [Fact]
    public async Task A_declined_payment_never_reaches_the_hub()
    {
        var desk = Desk();
        var deciding = desk.DecideAsync(Sign("alice"), IPAddress.Loopback, Cancel);
        Assert.True(desk.Decline(1));
        Assert.Equal("230 NOT_ALLOWED", await deciding);
        Assert.IsType<Offered>(await _events.NextAsync());
        Assert.Equal(new Declined(1, "alice", 10) { Note = "Nothing moves; the payer's wallet is told." }, await _events.NextAsync());
        Assert.Empty(_submitted);
    }

    [Fact]
    public async Task Without_a_decision_in_time_a_payment_is_dropped()
    {
        var desk = Desk(Limits with { DecisionTime = TimeSpan.FromMilliseconds(50) });
        Assert.Equal("230 NOT_ALLOWED", await desk.DecideAsync(Sign("alice"), IPAddress.Loopback, Cancel).WaitAsync(TestEnvironment.Bound, Cancel));
        Assert.IsType<Offered>(await _events.NextAsync());
        Assert.Equal(new Expired(1, "alice", 10), await _events.NextAsync());
        Assert.Empty(desk.Waiting);
        Assert.Empty(_submitted);
    }

    [Theory]
    [InlineData("350 INSUFFICIENT_FUNDS", "350 INSUFFICIENT_FUNDS")]
    [InlineData("342 CANCELLED", "342 CANCELLED")]
    [InlineData("999 NONSENSE", "500 UNAVAILABLE")]
    [InlineData("Bye", "500 UNAVAILABLE")]
    public async Task The_hubs_refusal_is_shown_and_handed_on_if_it_is_one(string line, string answer)
    {
        _hub = () => HubReply.Parse(line);
        var desk = Desk();
        desk.AutoAccept = true;
        Assert.Equal(answer, await desk.DecideAsync(Sign("alice"), IPAddress.Loopback, Cancel));
        Assert.Equal(new NotReceived("alice", 10, line, null), await _events.NextAsync());
    }

    [Fact]
    public async Task Where_the_hub_is_lost_the_peer_hears_that_the_outcome_is_open()
    {
        _hub = () => throw new HubLostException("gone");
        var desk = Desk();
        desk.AutoAccept = true;
        Assert.Equal("500 UNAVAILABLE", await desk.DecideAsync(Sign("alice"), IPAddress.Loopback, Cancel));
        Assert.Equal(new NotReceived("alice", 10, "closed", null), await _events.NextAsync());
    }

    [Fact]
    public async Task A_payment_that_is_brought_again_is_not_told_as_a_new_one()
    {
        var desk = Desk();
        desk.AutoAccept = true;
        var payment = Sign("alice");
        var first = await desk.DecideAsync(payment, IPAddress.Loopback, Cancel);
        Assert.IsType<Received>(await _events.NextAsync());
        Assert.Equal(first, await desk.DecideAsync(payment, IPAddress.Loopback, Cancel));
        Assert.Contains("nothing new came", Assert.IsType<Notice>(await _events.NextAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accepted_payments_go_to_the_hub_one_after_the_other_and_are_waited_for()
    {
        var (begun, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var desk = new PeerDesk("bob", PeerRig.HubFingerprint, async offer =>
        {
            _submitted.Add(offer.From);
            begun.TrySetResult();
            await gate.Task;
            return _hub();
        }, _events, Limits) { AutoAccept = true };
        var deciding = ((string[])["alice", "carol"]).Select(payer => desk.DecideAsync(Sign(payer), IPAddress.Loopback, Cancel)).ToList();
        var finishing = desk.FinishAsync();
        await begun.Task.WaitAsync(TestEnvironment.Bound, Cancel);
        Assert.Equal(["alice"], _submitted);
        Assert.False(finishing.IsCompleted);
        gate.SetResult();
        await finishing.WaitAsync(TestEnvironment.Bound, Cancel);
        Assert.Equal(["alice", "carol"], _submitted);
        await Task.WhenAll(deciding).WaitAsync(TestEnvironment.Bound, Cancel);
    }

    [Fact]
    public async Task One_peer_can_make_only_so_much_wait_and_all_of_them_too()
    {
        var desk = Desk();
        var deciding = ((string[])["alice", "Alice", "dora", "carol"]).Select(payer => desk.DecideAsync(Sign(payer), IPAddress.Loopback, Cancel)).ToList();
        Assert.Equal("429 TOO_MANY", await desk.DecideAsync(Sign("alice"), IPAddress.Loopback, Cancel));
        Assert.Equal("429 TOO_MANY", await desk.DecideAsync(Sign("dave"), IPAddress.Loopback, Cancel));
        Assert.Equal([1, 2, 3, 4], desk.Waiting.Select(item => item.Number));

        // Payments that wait leave room for requests for money, and the other way round.
        Assert.True(desk.TryAddRequest("alice", 1, ""));
        Assert.True(desk.TryAddRequest("alice", 2, ""));
        Assert.False(desk.TryAddRequest("alice", 3, ""));
        for (var i = 1; i <= 4; i++)
            Assert.True(desk.Decline(i));
        await Task.WhenAll(deciding).WaitAsync(TestEnvironment.Bound, Cancel);
    }

    [Fact]
    public async Task Payments_that_are_taken_without_asking_wait_for_the_hub_only_so_many_at_once()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var desk = new PeerDesk("bob", PeerRig.HubFingerprint, async offer =>
        {
            await gate.Task;
            return _hub();
        }, _events, Limits) { AutoAccept = true };
        var deciding = ((string[])["alice", "Alice", "dora", "carol"]).Select(payer => desk.DecideAsync(Sign(payer), IPAddress.Loopback, Cancel)).ToList();
        foreach (var payer in (string[])["alice", "dave"])
            Assert.Equal("429 TOO_MANY", await desk.DecideAsync(Sign(payer), IPAddress.Loopback, Cancel).WaitAsync(TestEnvironment.Bound, Cancel));
        gate.SetResult();
        Assert.All(await Task.WhenAll(deciding).WaitAsync(TestEnvironment.Bound, Cancel), answer => Assert.Equal("100 OK#4711", answer));
        Assert.Equal("100 OK#4711", await desk.DecideAsync(Sign("dave"), IPAddress.Loopback, Cancel));
    }

    [Fact]
    public void A_request_for_money_is_no_payment_to_accept_and_a_payment_no_request_to_pay()
    {
        var desk = Desk();
        Assert.True(desk.TryAddRequest("alice", 5, "tea"));
        _ = desk.DecideAsync(Sign("alice"), IPAddress.Loopback, Cancel);
        Assert.False(desk.Accept(1));
        Assert.Null(desk.TakeRequest(2));
        Assert.Equal(new MoneyRequest("alice", 5, "tea") { Number = 1 }, desk.TakeRequest(1));
        Assert.Null(desk.TakeRequest(1));
        Assert.Empty(_submitted);
        Assert.True(desk.Decline(2));
    }

    [Fact]
    public async Task What_the_owner_asked_for_is_taken_once_and_nothing_else_is()
    {
        var desk = Desk();
        desk.Asked.Add("Alice", 10);
        desk.Asked.Add("alice", 11);
        Assert.Equal("100 OK#4711", await desk.DecideAsync(Sign("alice"), IPAddress.Loopback, Cancel));
        Assert.Equal(new AskedMoneyComes("alice", 10), await _events.NextAsync());
        Assert.IsType<Received>(await _events.NextAsync());
        foreach (var payer in (string[])["alice", "carol"])
        {
            _ = desk.DecideAsync(Sign(payer), IPAddress.Loopback, Cancel);
            Assert.IsType<Offered>(await _events.NextAsync());
        }
        desk.Asked.Add("dora", 7);
        _ = desk.OfferAsync(new PaymentRequest("dora", 7, "bob"), IPAddress.Loopback, Cancel);
        Assert.False(Assert.IsType<Offered>(await _events.NextAsync()).Signed);
        Assert.Single(_submitted);
    }

    [Fact]
    public async Task What_the_owner_asked_for_and_the_hub_refused_may_come_again()
    {
        var desk = Desk();
        desk.Asked.Add("alice", 10);
        _hub = () => HubReply.Parse("350 INSUFFICIENT_FUNDS");
        Assert.Equal("350 INSUFFICIENT_FUNDS", await desk.DecideAsync(Sign("alice"), IPAddress.Loopback, Cancel));
        _hub = () => HubReply.Parse("100 OK#4711#10010");
        Assert.Equal("100 OK#4711", await desk.DecideAsync(Sign("alice"), IPAddress.Loopback, Cancel));
    }

    [Fact]
    public void What_the_owner_asked_for_an_hour_ago_is_forgotten()
    {
        var clock = new SkippingClock();
        var asked = new AskedMoney(clock);
        asked.Add("alice", 10);
        asked.Add("bob", 10);
        clock.Skip(TimeSpan.FromMinutes(59));
        Assert.True(asked.TryTake("ALICE", 10));
        clock.Skip(TimeSpan.FromMinutes(2));
        Assert.False(asked.TryTake("bob", 10));
    }

    [Fact]
    public async Task A_classic_payment_is_shown_as_unsigned_and_relayed_once_accepted()
    {
        var desk = Desk();
        var offering = desk.OfferAsync(new PaymentRequest("carol", 7, "bob"), IPAddress.Parse("192.0.2.7"), Cancel);
        Assert.Equal(new Offered(1, "carol", 7, null, false, "192.0.2.7", 60), await _events.NextAsync());
        desk.Accept(1);
        await offering.WaitAsync(TestEnvironment.Bound, Cancel);
        Assert.Equal(["carol#7#bob"], _submitted);
        Assert.Equal(new Received("carol", 7, 10010) { Transfer = 4711 }, await _events.NextAsync());
    }

    [Fact]
    public async Task What_peers_write_can_command_no_terminal()
    {
        var desk = Desk();
        desk.ShowMessage("alice", "a\u202eb\u001b[2Jc");
        Assert.Equal(new Said("alice", "abc"), await _events.NextAsync());
        desk.TryAddRequest("alice", 1, "\u202e\u001b]0;x\u0007y");
        Assert.Equal(new MoneyAsked(1, "alice", 1, "y"), await _events.NextAsync());
    }

    private PeerDesk Desk(WalletLimits? limits = null) => new("bob", PeerRig.HubFingerprint, offer =>
    {
        _submitted.Add(offer.Message);
        return Task.FromResult(_hub());
    }, _events, limits ?? Limits);

    private SignedPayment Sign(string payer)
    {
        var jws = PaymentSigner.Sign(_alice, payer, 10, "bob", PaymentId.New(), DateTimeOffset.UtcNow.AddMinutes(10), PeerRig.HubFingerprint, "rent");
        Assert.True(SignedPayment.TryParse(PeerRig.Bytes(jws), out var payment));
        return payment;
    }
}
