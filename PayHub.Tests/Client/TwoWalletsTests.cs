using System.Net;
using System.Net.Sockets;
using System.Text;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client;

public sealed class TwoWalletsTests : IAsyncDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly Hub _hub = Hub.Start();

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task A_payment_goes_to_the_payees_wallet_and_is_executed_when_accepted()
    {
        await using var bob = await OnlineAsync("bob");
        await using var alice = await OnlineAsync("alice");
        await alice.TypeAsync("pay BOB 10");
        await bob.SeesAsync("Request 1: alice (unsigned, from 127.0.0.1) wants to pay you 10.");
        await bob.TypeAsync("accept 1");
        await bob.SeesAsync("Received 10 from alice. Balance: 10010.");
        await alice.SeesAsync("Paid 10 to bob. Balance: 9990.");

        await alice.TypeAsync("exit");
        Assert.Equal(0, await alice.WaitForExitAsync());
        Assert.EndsWith("alice is offline. Bye.", alice.Process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', alice.Process.Output);
    }

    [Fact]
    public async Task A_declined_payment_moves_nothing()
    {
        await using var bob = await OnlineAsync("bob");
        await using var alice = await OnlineAsync("alice");
        await alice.TypeAsync("pay bob 10");
        await bob.SeesAsync("Request 1:");
        await bob.TypeAsync("decline 1");
        await bob.SeesAsync("Request 1: declined 10 from alice.");
        await bob.TypeAsync("accept 1");
        await bob.TypeAsync("balance");
        await bob.SeesAsync("Balance of bob: 10000.");
        Assert.Contains("No payment 1 waits", bob.Process.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_only_payment_that_waits_needs_no_number()
    {
        await using var bob = await OnlineAsync("bob");
        await using var alice = await OnlineAsync("alice");
        await BringAsync(bob, "alice#1#bob");
        await bob.SeesAsync("Request 1:");
        await bob.TypeAsync("accept");
        await bob.SeesAsync("Received 1 from alice.");
        await BringAsync(bob, "alice#2#bob");
        await bob.SeesAsync("Request 2:");
        await BringAsync(bob, "alice#3#bob");
        await bob.SeesAsync("Request 3:");
        await bob.TypeAsync("accept");
        await bob.TypeAsync("decline 2");
        await bob.SeesAsync("Request 2: declined");
        Assert.Equal("2 payments wait for your decision: accept N. 'requests' shows them.", bob.Process.Errors);
        await bob.TypeAsync("decline");
        await bob.SeesAsync("Request 3: declined");
    }

    [Fact]
    public async Task Whoever_cancels_stops_waiting_and_is_told_that_it_may_still_come()
    {
        await using var bob = await OnlineAsync("bob");
        await using var alice = await OnlineAsync("alice");
        await alice.TypeAsync("cancel");
        await alice.SeesAsync("No payment of yours is waited for.");
        await alice.TypeAsync("pay bob 10");
        var sent = await alice.SeesAsync("Sent to bob's wallet");
        Assert.Contains("Waiting up to 60 s for bob to accept", sent, StringComparison.Ordinal);
        await alice.TypeAsync("cancel");
        await alice.TypeAsync("exit");
        Assert.Equal(0, await alice.WaitForExitAsync());
        Assert.Contains("bob may still accept", alice.Process.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_waits_as_long_as_it_says()
    {
        await using var bob = await OnlineAsync("bob");
        var paid = await RunAsync("pay", "bob", "10", "--timeout", "1", "--account", "alice", "--yes");
        Assert.Contains("Waiting up to 1 s for bob", paid.Output, StringComparison.Ordinal);
        Assert.Contains("bob has not answered within 1 s.", paid.Errors, StringComparison.Ordinal);
        Assert.Equal(1, paid.ExitCode);
    }

    [Fact]
    public async Task Auto_accept_takes_payments_both_ways_at_once()
    {
        await using var bob = await OnlineAsync("bob");
        await using var alice = await OnlineAsync("alice");
        await alice.TypeAsync("auto on");
        await bob.TypeAsync("auto on");
        await alice.SeesAsync("Every payment");
        await bob.SeesAsync("Every payment");
        await alice.TypeAsync("pay bob 10");
        await bob.TypeAsync("pay alice 3");
        await alice.SeesAsync("Paid 10 to bob.");
        await bob.SeesAsync("Paid 3 to alice.");
        await alice.SeesAsync("Received 3 from bob.");
        await bob.SeesAsync("Received 10 from alice.");
    }

    [Fact]
    public async Task The_scripted_forms_speak_json()
    {
        await using var bob = await OnlineAsync("bob", "listen", "--accept", "--json");
        var paid = await RunAsync("pay", "bob", "10", "--account", "alice", "--yes", "--json");
        Assert.Equal(0, paid.ExitCode);
        var lines = paid.Output.Split('\n');
        Assert.Equal("""{"event":"registered","account":"alice"}""", lines[0]);
        Assert.StartsWith("""{"event":"sent","payee":"bob","amount":10,"to":"127.0.0.1:""", lines[1], StringComparison.Ordinal);
        Assert.Equal("""{"event":"paid","payee":"bob","amount":10,"balance":9990}""", lines[2]);
        Assert.Equal("""{"event":"received","payer":"alice","amount":10,"balance":10010}""", (await bob.SeesEventAsync("received")).GetRawText());

        var list = await RunAsync("list", "--account", "alice", "--json");
        Assert.StartsWith("""{"event":"list","account":"alice","balance":9990,"accounts":[{"name":"alice","address":"127.0.0.1","port":""",
            list.Output, StringComparison.Ordinal);
        Assert.Contains("""{"name":"bob","address":"127.0.0.1","port":""", list.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_in_json_has_an_exit_code_only_where_the_wallet_ends()
    {
        await using var bob = await OnlineAsync("bob", "listen", "--json");
        await bob.TypeAsync("frobnicate");
        Assert.False((await bob.SeesEventAsync("error")).TryGetProperty("exitCode", out _));
        await bob.TypeAsync("pay carol 1");
        await bob.TypeAsync("balance");
        await bob.SeesEventAsync("balance");
        Assert.DoesNotContain("exitCode", bob.Process.Output, StringComparison.Ordinal);

        var paid = await RunAsync("pay", "carol", "1", "--account", "alice", "--yes", "--json");
        Assert.EndsWith(",\"exitCode\":1}", paid.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice", "10", 1, "yourself")]
    [InlineData("carol", "10", 1, "not online")]
    [InlineData("bob", "10001", 1, "not enough")]
    [InlineData("bob", "10", 3, "Cannot reach bob's wallet")]
    public async Task A_payment_that_cannot_be_sent_says_why(string payee, string amount, int exitCode, string says)
    {
        using var port = new Socket(SocketType.Stream, ProtocolType.Tcp);
        port.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var bob = await _hub.LogInAsync("bob", ((IPEndPoint)port.LocalEndPoint!).Port);
        var result = await RunAsync("pay", payee, amount, "--account", "alice", "--yes");
        Assert.Contains(says, result.Errors, StringComparison.Ordinal);
        Assert.Equal(exitCode, result.ExitCode);
    }

    [Fact]
    public async Task A_payee_written_in_C_gets_a_string()
    {
        using var wallet = new TcpListener(IPAddress.Loopback, 0);
        wallet.Start();
        await using var bob = await _hub.LogInAsync("bob", ((IPEndPoint)wallet.LocalEndpoint).Port);
        var paying = RunAsync("pay", "bob", "10", "--account", "alice", "--yes");

        using var peer = await wallet.AcceptSocketAsync(TestContext.Current.CancellationToken);
        using var received = new StreamReader(new NetworkStream(peer), Encoding.Latin1);
        Assert.Equal("alice#10#bob\0", await received.ReadToEndAsync(TestContext.Current.CancellationToken));
        await bob.SendAsync("alice#10#bob\n");
        Assert.Equal(0, (await paying).ExitCode);
    }

    [Fact]
    public async Task What_the_hub_refuses_both_wallets_hear()
    {
        await using var bob = await OnlineAsync("bob");
        await using var alice = await OnlineAsync("alice");
        await BringAsync(bob, "alice#10001#bob");
        await bob.SeesAsync("Request 1:");
        await bob.TypeAsync("accept 1");
        await bob.SeesAsync("Not received: 10001 from alice. The hub refused it");
        await alice.SeesAsync("Warning: Transfer Fail!");

        await BringAsync(bob, "nobody#1#bob");
        await bob.SeesAsync("Request 2:");
        await bob.TypeAsync("accept 2");
        await bob.SeesAsync("Not received: 1 from nobody. The hub says Transfer Fail!");
    }

    [Fact]
    public async Task Whoever_leaves_while_a_payment_waits_is_told_that_it_may_still_come()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such signals.");
        await using var bob = await OnlineAsync("bob");
        await using var alice = await OnlineAsync("alice");
        await alice.TypeAsync("pay bob 10");
        await alice.SeesAsync("Sent to bob's wallet");
        alice.Process.Signal(ChildProcess.Interrupt);
        Assert.Equal(0, await alice.WaitForExitAsync());
        Assert.Contains("Stopped waiting for bob.", alice.Process.Errors, StringComparison.Ordinal);
        Assert.EndsWith("alice is offline. Bye.", alice.Process.Output, StringComparison.Ordinal);

        await bob.TypeAsync("accept 1");
        await bob.SeesAsync("Not received: 10 from alice.");
    }

    [Fact]
    public async Task A_wallet_that_is_taken_over_says_so_and_exits_3()
    {
        await using var alice = await OnlineAsync("alice", "listen");
        await using var second = await OnlineAsync("alice", "listen");
        Assert.Equal(3, await alice.WaitForExitAsync());
        Assert.Contains("another wallet logged in as alice", alice.Process.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_commands_get_a_suggestion_and_change_nothing()
    {
        await using var alice = await OnlineAsync("alice");
        foreach (var line in new[] { "blance", "pay", "pay bob ten", "pay bob -1", "accept x", "auto maybe", "", "help" })
            await alice.TypeAsync(line);
        await alice.SeesAsync("exit ");
        alice.Process.Input.Close();
        Assert.Equal(0, await alice.WaitForExitAsync());
        Assert.Contains("Did you mean 'balance'?", alice.Process.Errors, StringComparison.Ordinal);
        Assert.Contains("pay PAYEE AMOUNT", alice.Process.Errors, StringComparison.Ordinal);
        Assert.Contains("auto on, or auto off", alice.Process.Errors, StringComparison.Ordinal);
        Assert.Equal(6, alice.Process.Errors.Split('\n').Length);
    }

    [Fact]
    public async Task A_payment_that_the_payer_never_made_is_shown_as_a_warning()
    {
        await using var bob = await OnlineAsync("bob");
        await using var alice = await OnlineAsync("alice");
        await bob.TypeAsync("auto on");
        await bob.SeesAsync("Every payment");
        await BringAsync(bob, "alice#7#bob");
        var warning = await alice.SeesAsync("Warning: Transfer OK!");
        Assert.EndsWith("7 went from your account. Balance before: 10000. Balance: 9993. "
            + "If you did not make it, somebody used your account's name: this protocol can't prevent that.", warning, StringComparison.Ordinal);
    }

    private Task<WalletResult> RunAsync(params string[] arguments) => WalletCommands.RunAsync(_hub.Tcp, _home.Path, arguments);

    private async Task<WalletProcess> OnlineAsync(string account, params string[] arguments)
    {
        var wallet = WalletProcess.Start(_hub.Tcp, _home.Path, ["--account", account, "--yes", .. arguments]);
        await wallet.Process.WaitForLineAsync(line => line.Contains("online", StringComparison.Ordinal));
        return wallet;
    }

    private static async Task BringAsync(WalletProcess payee, string payment)
    {
        var online = await payee.SeesAsync("bob is online");
        var port = int.Parse(online[(online.LastIndexOf(' ') + 1)..^1], System.Globalization.CultureInfo.InvariantCulture);
        await using var peer = await ClassicClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        await peer.SendAsync(payment);
    }
}
