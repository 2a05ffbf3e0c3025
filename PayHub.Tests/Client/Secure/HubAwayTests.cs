using System.Text.Json;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client.Secure;

/// <summary>A wallet that stays while its hub, a process of its own, is killed and started again.</summary>
public sealed class HubAwayTests : IAsyncLifetime
{
    private KillableHub _hub = null!;

    private SecureWallets Wallets => _hub.Wallets;

    public async ValueTask InitializeAsync()
    {
        _hub = await KillableHub.StartAsync();
        await Wallets.DoAsync("bob", "register", "bob");
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task What_is_asked_for_while_the_hub_is_away_is_refused_at_once_and_never_happens()
    {
        string[] commands = ["direct bob 31 first", "pay bob 31 first", "request bob 4"];
        await using var alice = await Wallets.StartAsync("alice");
        _hub.Process.Kill();
        await alice.SeesEventAsync("offline");
        foreach (var command in commands.Concat(commands))
            await alice.TypeAsync(command);
        await SeesAsync(alice, "error", 2 * commands.Length);
        Assert.All(Events(alice, "error"), error => Assert.StartsWith("There is no connection to the hub. Nothing was sent",
            error.GetProperty("message").GetString(), StringComparison.Ordinal));
        Assert.Empty(Events(alice, "payment"));
        await _hub.StartAgainAsync();
        await SeesAsync(alice, "online", 2);
        await alice.TypeAsync("history");
        Assert.Equal("opening", Assert.Single((await alice.SeesEventAsync("history")).GetProperty("entries").EnumerateArray()).GetProperty("kind").GetString());
        await alice.TypeAsync("balance");
        Assert.Equal(10000, (await alice.SeesEventAsync("balance")).GetProperty("balance").GetInt64());
    }

    [Fact]
    public async Task A_payment_cannot_be_accepted_while_the_hub_is_away_and_waits()
    {
        await using var bob = await Wallets.StartAsync("bob", "listen");
        await using var alice = await Wallets.StartAsync("alice");
        await alice.TypeAsync("pay bob 5");
        await bob.SeesEventAsync("offer");
        _hub.Process.Kill();
        await bob.SeesEventAsync("offline");
        await bob.TypeAsync("accept 1");
        Assert.Contains("no connection to the hub", (await bob.SeesEventAsync("error")).GetProperty("message").GetString(), StringComparison.Ordinal);
        await _hub.StartAgainAsync();
        await SeesAsync(bob, "online", 2);
        await bob.TypeAsync("accept 1");
        Assert.Equal(10005, (await bob.SeesEventAsync("received")).GetProperty("balance").GetInt64());
    }

    [Fact]
    public async Task Whoever_leaves_while_a_payment_is_open_is_told_which()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such signals.");
        await using var bob = await Wallets.StartAsync("bob", "listen");
        await using var alice = await Wallets.StartAsync("alice");
        await alice.TypeAsync("pay bob 5");
        await bob.SeesEventAsync("offer");
        _hub.Process.Kill();
        await alice.SeesEventAsync("offline");
        alice.Process.Signal(ChildProcess.Interrupt);
        Assert.Equal(0, await alice.WaitForExitAsync());
        var error = Assert.Single(Events(alice, "error"));
        Assert.Equal(("open", Assert.Single(Events(alice, "payment")).GetProperty("paymentId").GetString()),
            (error.GetProperty("code").GetString(), error.GetProperty("paymentId").GetString()));
    }

    [Fact]
    public async Task A_payment_that_waits_for_a_hub_that_is_slow_is_not_silent()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The numbers of these signals are Linux's.");
        const int Stop = 19, Continue = 18;
        await using var alice = await Wallets.StartAsync("alice");
        _hub.Process.Signal(Stop);
        await alice.TypeAsync("direct bob 1");
        Assert.Contains("has not answered yet", (await alice.SeesEventAsync("notice")).GetProperty("message").GetString(), StringComparison.Ordinal);
        _hub.Process.Signal(Continue);
        Assert.Equal(9999, (await alice.SeesEventAsync("paid")).GetProperty("balance").GetInt64());
    }

    [Fact]
    public async Task Each_outage_is_told_with_its_reason_once_and_begins_with_a_short_wait()
    {
        await using var alice = await Wallets.StartAsync("alice");
        for (var outage = 1; outage <= 2; outage++)
        {
            var before = Events(alice, "offline").Count();
            _hub.Process.Kill();
            await SeesAsync(alice, "offline", before + 2);
            await _hub.StartAgainAsync();
            await SeesAsync(alice, "online", outage + 1);
            // An answer behind what it asks by itself: it is back for good.
            await alice.TypeAsync("balance");
            await SeesAsync(alice, "balance", outage);
            var told = Events(alice, "offline").Skip(before).ToList();
            Assert.InRange(told[0].GetProperty("seconds").GetDouble(), 0.2, 0.5);
            Assert.StartsWith("Cannot reach the hub", told[1].GetProperty("reason").GetString(), StringComparison.Ordinal);
            Assert.All(told.Zip(told.Skip(1)), pair => Assert.NotEqual(pair.First.GetProperty("reason").GetString(), pair.Second.GetProperty("reason").GetString()));
        }
    }

    [Fact]
    public async Task A_hub_that_is_killed_again_and_again_executes_every_payment_once()
    {
        const int Rounds = 3;
        const int PaymentsARound = 15;
        await using var alice = await Wallets.StartAsync("alice");
        for (var round = 1; round <= Rounds; round++)
        {
            var paid = Events(alice, "paid").Count();
            for (var number = 1; number <= PaymentsARound; number++)
                await alice.TypeAsync($"direct bob 1 number {round}.{number}");
            await SeesAsync(alice, "paid", paid + 5);
            if (round == Rounds)
                break;
            _hub.Process.Kill();
            await _hub.StartAgainAsync();
            await SeesAsync(alice, "online", round + 1);
        }
        alice.Process.Input.Close();
        Assert.Equal(0, await alice.WaitForExitAsync());

        var done = Events(alice, "paid").Count();
        var notMade = Events(alice, "error").Count();
        Assert.Equal(Rounds * PaymentsARound, done + notMade);
        Assert.All(Events(alice, "error"),
            error => Assert.Contains("Nothing was sent", error.GetProperty("message").GetString(), StringComparison.Ordinal));
        var entries = SecureWallets.The("history", await Wallets.DoAsync("alice", "history", "-n", "200")).GetProperty("entries").EnumerateArray()
            .Where(entry => entry.GetProperty("direction").GetString() == "out").ToList();
        Assert.Equal(done, entries.Count);
        Assert.Equal(done, entries.Select(entry => entry.GetProperty("memo").GetString()).Distinct().Count());
        Assert.Equal(10000 - done, SecureWallets.The("list", await Wallets.DoAsync("alice", "list")).GetProperty("balance").GetInt64());
    }

    private static async Task SeesAsync(WalletProcess wallet, string name, int count) =>
        await wallet.Process.WaitForLineAsync(_ => Events(wallet, name).Count() >= count);

    private static IEnumerable<JsonElement> Events(WalletProcess wallet, string name) =>
        wallet.Process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(happened => happened.GetProperty("event").GetString() == name);
}
