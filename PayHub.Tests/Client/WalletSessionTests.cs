using System.Net;
using PayHub.Client.CommandLine;
using PayHub.Client.Hub;
using PayHub.Client.Output;
using PayHub.Client.Session;
using PayHub.Protocol.Requests;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client;

/// <summary>What takes a minute in a real wallet, with shorter limits, in the test's process.</summary>
public sealed class WalletSessionTests : IAsyncDisposable
{
    private static readonly WalletLimits Limits = new() { DecisionTime = TimeSpan.FromMilliseconds(200), MaxPendingRequests = 2 };

    private readonly Recorder _events = new();
    private readonly Support.Hub _hub = Support.Hub.Start();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task A_payee_who_never_answers_is_told_as_such_and_a_late_verdict_still_shown()
    {
        await using var bob = await OpenAsync("bob", new Recorder(), Limits with { DecisionTime = TestEnvironment.Bound });
        bob.TakePayments();
        await using var alice = await OpenAsync("alice", _events, Limits);
        Assert.Equal(ExitCode.Refused, await alice.Outgoing.PayAsync("bob", 10, TestContext.Current.CancellationToken));
        Assert.IsType<Sent>(await _events.NextAsync());
        Assert.Equal("no-answer", Assert.IsType<Failed>(await _events.NextAsync()).Code);

        Assert.True(bob.Incoming.Accept(1));
        Assert.Equal(new LateAnswer(true, 9990, 10000), await _events.NextAsync());
        await alice.LeaveAsync();
        await bob.LeaveAsync();
    }

    [Fact]
    public async Task A_second_payment_waits_its_turn()
    {
        await using var bob = await OpenAsync("bob", new Recorder(), Limits);
        bob.TakePayments();
        await using var alice = await OpenAsync("alice", _events, Limits with { DecisionTime = TestEnvironment.Bound });
        using var leave = new CancellationTokenSource();
        var paying = alice.Outgoing.PayAsync("bob", 10, leave.Token);
        Assert.IsType<Sent>(await _events.NextAsync());
        Assert.Equal(ExitCode.Refused, await alice.Outgoing.PayAsync("bob", 10, leave.Token));
        Assert.Equal("busy", Assert.IsType<Failed>(await _events.NextAsync()).Code);
        await leave.CancelAsync();
        Assert.Equal(ExitCode.Refused, await paying);
        Assert.Equal("interrupted", Assert.IsType<Failed>(await _events.NextAsync()).Code);
    }

    [Fact]
    public async Task A_hub_that_stops_while_a_payment_waits_leaves_its_outcome_unknown()
    {
        await using var bob = await OpenAsync("bob", new Recorder(), Limits);
        bob.TakePayments();
        await using var alice = await OpenAsync("alice", _events, Limits with { DecisionTime = TestEnvironment.Bound });
        var paying = alice.Outgoing.PayAsync("bob", 10, TestContext.Current.CancellationToken);
        Assert.IsType<Sent>(await _events.NextAsync());
        await _hub.StopAsync();
        var lost = await Assert.ThrowsAsync<HubLostException>(() => paying);
        Assert.Contains("Look at the balance", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_does_not_want_to_register_hears_no_error()
    {
        var opener = new SessionOpener(new HubAddress("127.0.0.1", _hub.Tcp.Port), 0, _ => Task.FromResult<bool?>(false), _events, Limits);
        var opened = await opener.OpenAsync("alice", TestContext.Current.CancellationToken);
        Assert.Null(opened.Session);
        Assert.Equal(ExitCode.Refused, opened.Exit);
        Assert.Equal(new Notice("Not registered."), await _events.NextAsync());
    }

    [Fact]
    public async Task Requests_are_numbered_bounded_and_dropped_in_time()
    {
        await using var bob = await OpenAsync("bob", _events, Limits);
        foreach (var payer in new[] { "alice", "carol", "dave" })
            bob.Incoming.Offer(new PaymentRequest(payer, 1, "bob"), IPAddress.Loopback);
        Assert.Equal([1, 2], bob.Incoming.Waiting.Select(request => request.Number));
        Assert.Equal("alice", Assert.IsType<Requested>(await _events.NextAsync()).Payer);
        Assert.Equal("carol", Assert.IsType<Requested>(await _events.NextAsync()).Payer);
        var expired = new[] { await _events.NextAsync(), await _events.NextAsync() };
        Assert.Equal([1, 2], expired.Select(e => Assert.IsType<Expired>(e).Number).Order());
        Assert.Empty(bob.Incoming.Waiting);
        Assert.False(bob.Incoming.Accept(1));
    }

    private async Task<WalletSession> OpenAsync(string account, Recorder output, WalletLimits limits)
    {
        var opener = new SessionOpener(new HubAddress("127.0.0.1", _hub.Tcp.Port), 0, _ => Task.FromResult<bool?>(true), output, limits);
        var opened = await opener.OpenAsync(account, CancellationToken.None);
        Assert.IsType<Registered>(await output.NextAsync());
        return Assert.IsType<WalletSession>(opened.Session);
    }
}
