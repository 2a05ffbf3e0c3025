using System.Net;
using PayHub.Client.Hub;
using PayHub.Client.Identities;
using PayHub.Client.Payments;
using PayHub.Client.Session;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client.Secure;

/// <summary>Crashes and lost answers: a payment that was wanted once is executed once, or never.</summary>
public sealed class ExactlyOnceTests : IAsyncLifetime
{
    private readonly Hub _hub = Hub.Start();
    private readonly SecureWallets _wallets;

    public ExactlyOnceTests() => _wallets = new SecureWallets(_hub);

    public async ValueTask InitializeAsync()
    {
        await _wallets.DoAsync("bob", "register", "bob");
        await _wallets.DoAsync("alice", "register", "alice");
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _wallets.Dispose();
    }

    [Theory]
    [InlineData(false, false, 9999, "executed")]
    [InlineData(true, false, 9999, "executed")]
    [InlineData(false, true, 10000, "cancelled")]
    [InlineData(true, true, 9999, "executed")]
    public async Task What_a_crash_left_open_is_finished_at_the_next_start_and_only_once(bool wasSubmitted, bool wasWithdrawn, long balance, string state)
    {
        var id = await CrashAsync(wasSubmitted, wasWithdrawn);

        var events = await _wallets.DoAsync("alice", "list");
        var status = SecureWallets.The("status", events);
        Assert.Equal((id, state), (status.GetProperty("paymentId").GetString(), status.GetProperty("state").GetString()));
        Assert.Equal(balance, SecureWallets.The("list", events).GetProperty("balance").GetInt64());

        var again = await _wallets.DoAsync("alice", "list");
        Assert.DoesNotContain(again, happened => happened.GetProperty("event").GetString() == "status");
        Assert.Equal(balance, SecureWallets.The("list", again).GetProperty("balance").GetInt64());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_asks_again_for_a_payment_that_a_crash_left_open_gets_that_one(bool wasSubmitted)
    {
        var id = await CrashAsync(wasSubmitted, wasWithdrawn: false);
        var paid = SecureWallets.The("paid", await _wallets.DoAsync("alice", "pay", "bob", "1", "--direct"));
        Assert.Equal((id, 9999), (paid.GetProperty("paymentId").GetString(), paid.GetProperty("balance").GetInt64()));

        var another = SecureWallets.The("paid", await _wallets.DoAsync("alice", "pay", "bob", "1", "--direct"));
        Assert.Equal(9998, another.GetProperty("balance").GetInt64());
        Assert.NotEqual(id, another.GetProperty("paymentId").GetString());
    }

    [Fact]
    public async Task Who_calls_a_payment_back_before_it_arrives_keeps_the_money()
    {
        await using var alice = await LogInAsync();
        var intent = await MakeAsync(alice, isDirect: false);
        await _wallets.DoAsync("alice", "cancel", intent.Id);
        var status = await _wallets.RunAsync("alice", "status", intent.Id);
        Assert.Equal(1, status.ExitCode);
        Assert.Contains("never executed", status.Output, StringComparison.Ordinal);

        await using var again = await LogInAsync();
        Assert.Equal("342 CANCELLED", (await again.SubmitAsync(intent.Jws)).Verdict);
        Assert.Equal(10000, (await again.ListAsync()).Value!.Balance);
    }

    [Fact]
    public async Task A_payment_ends_by_the_hubs_clock_whatever_the_wallets_says()
    {
        await using var alice = await LogInAsync(new ShiftedClock(TimeSpan.FromDays(-400)));
        var intent = await MakeAsync(alice, isDirect: true);
        Assert.InRange(intent.Expires - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        Assert.True((await alice.SubmitAsync(intent.Jws)).IsOk);
        await alice.PingAsync();
        Assert.InRange(alice.HubTime - DateTimeOffset.UtcNow, TimeSpan.FromSeconds(-5), TimeSpan.FromSeconds(5));
    }

    // As a wallet that is killed right after it has kept the payment, or right after the hub has executed it.
    private async Task<string> CrashAsync(bool wasSubmitted, bool wasWithdrawn)
    {
        await using var hub = await LogInAsync();
        var intent = await MakeAsync(hub, isDirect: true);
        if (wasSubmitted)
            Assert.True((await hub.SubmitAsync(intent.Jws)).IsOk);
        if (wasWithdrawn)
            await Store.SaveAsync(intent with { IsWithdrawn = true });
        return intent.Id;
    }

    private HomeFolder Home => new(_wallets.HomeOf("alice"));

    private PaymentStore Store => new(Home, "alice");

    private async Task<SecureHubConnection> LogInAsync(TimeProvider? clock = null)
    {
        using var identity = new IdentityStore(Home, TimeProvider.System).Load("alice", null)!;
        var address = new HubAddress(IPAddress.Loopback.ToString(), _hub.Tls.Port);
        var login = new HubLogin(new HubDialer(address, new WalletLimits(), clock ?? TimeProvider.System), _wallets.Fingerprint, identity, 7001);
        return (await login.OpenAsync(null, TestContext.Current.CancellationToken)).Hub!;
    }

    private async Task<PaymentIntent> MakeAsync(SecureHubConnection hub, bool isDirect)
    {
        using var identity = new IdentityStore(Home, TimeProvider.System).Load("alice", null)!;
        return await new PaymentMaker(identity, Store).MakeAsync(hub, "alice", "bob", 1, null, isDirect);
    }

    private sealed class ShiftedClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
