using Microsoft.Extensions.DependencyInjection;
using PayHub.Tcp.Keys;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client.Secure;

public sealed class SecureWalletTests : IAsyncDisposable
{
    private readonly Hub _hub = Hub.Start(("PayHub:Currency:Code", "EUR"), ("PayHub:Currency:Decimals", "2"));
    private readonly SecureWallets _wallets;

    public SecureWalletTests() => _wallets = new SecureWallets(_hub);

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _wallets.Dispose();
    }

    [Fact]
    public async Task A_direct_payment_reaches_who_is_offline_and_stands_in_both_histories()
    {
        await _wallets.DoAsync("bob", "register", "bob");
        var paying = await _wallets.DoAsync("alice", "pay", "BOB", "1.25", "--memo", "für Käse", "--direct");
        var paid = SecureWallets.The("paid", paying);
        var id = SecureWallets.The("payment", paying).GetProperty("paymentId").GetString();
        Assert.Equal(("bob", 125, 9875, id), (paid.GetProperty("payee").GetString(), paid.GetProperty("amount").GetInt64(),
            paid.GetProperty("balance").GetInt64(), paid.GetProperty("paymentId").GetString()));

        foreach (var (account, direction) in new[] { ("alice", "out"), ("bob", "in") })
        {
            var entry = SecureWallets.The("history", await _wallets.DoAsync(account, "history", "-n", "1")).GetProperty("entries")[0];
            Assert.Equal((direction, "für Käse", id), (entry.GetProperty("direction").GetString(), entry.GetProperty("memo").GetString(), entry.GetProperty("paymentId").GetString()));
        }
        Assert.Equal("executed", SecureWallets.The("status", await _wallets.DoAsync("alice", "status", id!)).GetProperty("state").GetString());
        var cancelled = await _wallets.RunAsync("alice", "cancel", id!);
        Assert.Equal(1, cancelled.ExitCode);
        Assert.Contains("executed as transfer", cancelled.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_till_is_told_of_each_payment_and_comes_back_after_another_command_of_its_account()
    {
        await using var bob = await _wallets.StartAsync("bob", "listen", "--accept");
        await _wallets.DoAsync("alice", "pay", "bob", "1", "--memo", "one", "--direct");
        Assert.Equal("one", (await bob.SeesEventAsync("received")).GetProperty("memo").GetString());
        await _wallets.DoAsync("bob", "history");
        var offline = await bob.SeesEventAsync("offline");
        Assert.Equal("Another wallet logged in as this account.", offline.GetProperty("reason").GetString());
        await bob.Process.WaitForLineAsync(line => line.Contains("\"online\"", StringComparison.Ordinal) && line.Contains("10100", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_waits_no_longer_has_not_paid_even_if_the_payee_accepts_later()
    {
        await using var bob = await _wallets.StartAsync("bob", "listen");
        var result = await _wallets.RunAsync("alice", "pay", "bob", "1", "--timeout", "1");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("called back at the hub", result.Errors, StringComparison.Ordinal);
        Assert.Contains("no answer within 1 s", result.Output, StringComparison.Ordinal);

        await bob.SeesEventAsync("offer");
        await bob.TypeAsync("accept 1");
        await bob.Process.WaitForLineAsync(line => line.Contains("342 CANCELLED", StringComparison.Ordinal) || line.Contains("No payment", StringComparison.Ordinal)
            || line.Contains("Nothing of the kind", StringComparison.Ordinal));
        await bob.TypeAsync("balance");
        Assert.Equal(10000, (await bob.SeesEventAsync("balance")).GetProperty("balance").GetInt64());
    }

    [Fact]
    public async Task Friends_are_asked_accepted_and_seen_coming_and_going()
    {
        await using var bob = await _wallets.StartAsync("bob", "listen");
        await _wallets.DoAsync("alice", "friends", "add", "bob");
        Assert.Equal("incoming", (await bob.SeesEventAsync("friend")).GetProperty("state").GetString());
        await bob.TypeAsync("friends accept alice");
        await bob.Process.WaitForLineAsync(line => line.Contains("\"friends\"", StringComparison.Ordinal) && line.Contains("\"friend\"", StringComparison.Ordinal));
        var friend = SecureWallets.The("friends", await _wallets.DoAsync("alice", "friends")).GetProperty("friends")[0];
        Assert.Equal(("bob", "friends", true), (friend.GetProperty("name").GetString(), friend.GetProperty("state").GetString(), friend.GetProperty("online").GetBoolean()));
        Assert.Equal(43, friend.GetProperty("key").GetString()!.Length);
        Assert.Equal("alice", (await bob.SeesEventAsync("presence")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task An_operators_code_moves_an_account_to_another_key_which_its_friends_do_not_take_silently()
    {
        await _wallets.DoAsync("alice", "register", "alice");
        await _wallets.DoAsync("bob", "register", "bob");
        await _wallets.DoAsync("alice", "friends", "add", "bob");
        await _wallets.DoAsync("bob", "friends", "accept", "alice");
        await _wallets.DoAsync("alice", "friends");

        var code = await _hub.Services.GetRequiredService<Data.Ledger.Ledger>().OpenEnrolmentAsync("bob", LedgerRig.Act);
        var wrong = await _wallets.RunAsync("bob", "enrol", "bob", "wrong");
        Assert.Equal(1, wrong.ExitCode);
        await _wallets.DoAsync("bob", "enrol", "bob", code!, "--new-key");
        await _wallets.DoAsync("bob", "list");

        var refused = await _wallets.RunAsync("alice", "pay", "bob", "1");
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("bob has another key", refused.Errors, StringComparison.Ordinal);
        await _wallets.DoAsync("alice", "friends", "trust", "bob");
        await _wallets.DoAsync("alice", "pay", "bob", "1", "--direct");
    }

    [Fact]
    public async Task A_friends_new_key_is_shown_beside_the_old_one_and_taken_only_as_the_owner_says()
    {
        await _wallets.DoAsync("alice", "register", "alice");
        var old = await RegisterAsync("bob");
        await _wallets.DoAsync("alice", "friends", "add", "bob");
        await _wallets.DoAsync("bob", "friends", "accept", "alice");
        await _wallets.DoAsync("alice", "friends");
        var code = await _hub.Services.GetRequiredService<Data.Ledger.Ledger>().OpenEnrolmentAsync("bob", LedgerRig.Act);
        var now = SecureWallets.The("enrolled", await _wallets.DoAsync("bob", "enrol", "bob", code!, "--new-key")).GetProperty("fingerprint").GetString()!;

        foreach (var arguments in new[] { Array.Empty<string>(), [old] })
        {
            var refused = await TrustAsync(arguments);
            Assert.Equal(4, refused.ExitCode);
            Assert.Contains(old, refused.Output, StringComparison.Ordinal);
            Assert.Contains(now, refused.Output, StringComparison.Ordinal);
            Assert.Equal(4, (await _wallets.RunAsync("alice", "pay", "bob", "1", "--direct")).ExitCode);
        }
        Assert.Equal(0, (await TrustAsync(now)).ExitCode);
        await _wallets.DoAsync("alice", "pay", "bob", "1", "--direct");
    }

    [Fact]
    public async Task A_payment_of_more_than_the_balance_is_not_made()
    {
        await _wallets.DoAsync("bob", "register", "bob");
        var tooMuch = await _wallets.RunAsync("alice", "pay", "bob", "100.01", "--json");
        Assert.Equal(1, tooMuch.ExitCode);
        Assert.DoesNotContain("\"payment\"", tooMuch.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(SecureWallets.EventsOf(await _wallets.RunAsync("alice", "list", "--json")), e => e.GetProperty("event").GetString() == "status");
        await using var alice = await _wallets.StartAsync("alice", "listen");
        await _wallets.DoAsync("bob", "pay", "alice", "1", "--direct");
        await alice.SeesEventAsync("received");
        await alice.TypeAsync("direct bob 100.01");
        Assert.Equal(99, (await alice.SeesEventAsync("paid")).GetProperty("balance").GetInt64());
    }

    [Fact]
    public async Task A_wallet_whose_account_has_another_key_ends_and_says_what_to_do()
    {
        await using var bob = await _wallets.StartAsync("bob", "listen");
        var code = await _hub.Services.GetRequiredService<Data.Ledger.Ledger>().OpenEnrolmentAsync("bob", LedgerRig.Act);
        await _wallets.DoAsync("bob", "enrol", "bob", code!, "--new-key");
        Assert.Equal(1, await bob.WaitForExitAsync());
        Assert.Contains("payhub enrol bob CODE", (await bob.SeesEventAsync("error")).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Your balance is 100.00", 1, "pay", "bob", "100.01", "--direct")]
    [InlineData("250 UNKNOWN", 1, "pay", "carol", "1")]
    [InlineData("yourself", 1, "pay", "alice", "1")]
    [InlineData("at most 2 digits", 2, "pay", "bob", "1.005")]
    [InlineData("200 characters", 2, "pay", "bob", "1", "--memo", "a\tb")]
    [InlineData("250 UNKNOWN", 1, "friends", "add", "carol")]
    [InlineData("not here", 1, "status", "0123456789abcdef")]
    [InlineData("210 FAIL", 1, "register", "bob")]
    public async Task What_is_refused_says_why(string says, int exitCode, params string[] arguments)
    {
        await _wallets.DoAsync("alice", "register", "alice");
        await _wallets.DoAsync("bob", "register", "bob");
        var result = await _wallets.RunAsync("alice", arguments);
        Assert.Contains(says == "not here" ? "does not know it" : says, result.Errors + result.Output, StringComparison.Ordinal);
        Assert.Equal(exitCode, result.ExitCode);
    }

    [Fact]
    public async Task The_key_of_a_name_that_was_never_registered_is_put_aside_and_not_used_again()
    {
        var home = _wallets.HomeOf("ghost");
        string[] ghost = ["--account", "ghost", "--no-passphrase", "--fingerprint", _hub.Services.GetRequiredService<HubIdentity>().Fingerprint];
        var refused = await SecureWallets.RunAsync(home, [.. ghost, "list"], _hub.Tls);
        Assert.Equal(1, refused.ExitCode);
        Assert.EndsWith(".old", Assert.Single(Directory.GetFiles(home, "identity-*")), StringComparison.Ordinal);
        var registered = await SecureWallets.RunAsync(home, [.. ghost, "list", "--yes"], _hub.Tls);
        Assert.Contains("ghost is registered with the key", registered.Output, StringComparison.Ordinal);
        Assert.Equal(["identity-ghost.pem", "identity-ghost.pub"], Directory.GetFiles(home, "identity-*.p??").Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_hub_is_there_before_a_passphrase_is_asked_for()
    {
        using var nobody = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        nobody.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        var result = await SecureWallets.RunAsync(_wallets.HomeOf("dora"), ["--account", "dora", "register", "dora"], (System.Net.IPEndPoint)nobody.LocalEndPoint!);
        Assert.Equal(3, result.ExitCode);
        Assert.DoesNotContain("passphrase", result.Errors, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_key_with_a_passphrase_opens_with_it_alone()
    {
        var home = _wallets.HomeOf("carol");
        var file = Path.Combine(Directory.CreateDirectory(home).FullName, "passphrase");
        string[] always = ["--account", "carol", "--yes", "--fingerprint", _hub.Services.GetRequiredService<HubIdentity>().Fingerprint];
        var none = await SecureWallets.RunAsync(home, [.. always, "list"], _hub.Tls);
        Assert.Equal(2, none.ExitCode);
        await File.WriteAllTextAsync(file, "correct horse\n", TestContext.Current.CancellationToken);
        var made = await SecureWallets.RunAsync(home, [.. always, "list", "--passphrase-file", file], _hub.Tls);
        Assert.Equal(0, made.ExitCode);
        await File.WriteAllTextAsync(file, "wrong horse\n", TestContext.Current.CancellationToken);
        var wrong = await SecureWallets.RunAsync(home, [.. always, "list", "--passphrase-file", file], _hub.Tls);
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("does not open", wrong.Errors, StringComparison.Ordinal);
    }

    private async Task<string> RegisterAsync(string account) =>
        SecureWallets.The("registered", await _wallets.DoAsync(account, "register", account)).GetProperty("fingerprint").GetString()!;

    // Alice's wallet, without --yes.
    private Task<WalletResult> TrustAsync(params string[] key) => SecureWallets.RunAsync(_wallets.HomeOf("alice"),
        ["--account", "alice", "--fingerprint", _hub.Services.GetRequiredService<HubIdentity>().Fingerprint, "friends", "trust", "bob", .. key], _hub.Tls);
}
