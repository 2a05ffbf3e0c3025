using System.Text.RegularExpressions;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client.Secure;

/// <summary>Two wallets with keys, as people use them, at a real hub: what goes from wallet to wallet.</summary>
public sealed partial class PeerWalletsTests : IAsyncLifetime
{
    private readonly Hub _hub = Hub.Start(("PayHub:Currency:Code", "EUR"), ("PayHub:Currency:Decimals", "2"));
    private readonly SecureWallets _wallets;
    private WalletProcess _alice = null!;
    private WalletProcess _bob = null!;

    public PeerWalletsTests() => _wallets = new SecureWallets(_hub);

    public async ValueTask InitializeAsync()
    {
        _bob = await _wallets.StartInWordsAsync("bob", "listen");
        _alice = await _wallets.StartInWordsAsync("alice", "listen");
    }

    public async ValueTask DisposeAsync()
    {
        await _alice.DisposeAsync();
        await _bob.DisposeAsync();
        await _hub.DisposeAsync();
        _wallets.Dispose();
    }

    [Fact]
    public async Task A_payment_is_confirmed_on_both_sides_with_the_ledgers_id()
    {
        await _alice.TypeAsync("pay bob 12.50 for the tickets");
        var offer = await _bob.SeesAsync("Request 1:");
        Assert.Contains("alice (signed) wants to pay you 12.50", offer, StringComparison.Ordinal);
        Assert.Contains("for the tickets", offer, StringComparison.Ordinal);
        await _bob.TypeAsync("accept");
        var received = await _bob.SeesAsync("Received 12.50");
        var paid = await _alice.SeesAsync("Paid 12.50");
        Assert.Equal(TransferIn(received), TransferIn(paid));
        Assert.Contains("for the tickets", received, StringComparison.Ordinal);
        Assert.Empty(_alice.Process.Errors);
        Assert.Empty(_bob.Process.Errors);
    }

    [Fact]
    public async Task A_declined_payment_is_called_back_at_the_hub()
    {
        await _alice.TypeAsync("pay bob 10");
        await _bob.SeesAsync("Request 1:");
        await _bob.TypeAsync("decline");
        await _bob.SeesAsync("Request 1: declined");
        await SeesErrorAsync(_alice, "called back at the hub");
        await _alice.TypeAsync("balance");
        await _alice.SeesAsync("Balance of alice: 100.00");
    }

    [Fact]
    public async Task Friends_chat_and_one_asks_for_money_and_the_other_pays_with_one_word()
    {
        await BefriendAsync();
        await _alice.TypeAsync("chat bob are you there?");
        await _bob.SeesAsync("alice: are you there?");
        await _bob.TypeAsync("chat alice");
        await _bob.SeesAsync("Every line goes to alice now");
        await _bob.TypeAsync("yes, I am");
        await _bob.TypeAsync("/end");
        await _alice.SeesAsync("bob: yes, I am");

        await _bob.TypeAsync("request alice 7.25 lunch");
        await _bob.SeesAsync("alice is asked for 7.25");
        await _alice.SeesAsync("Request 1: bob asks you for 7.25");
        await _alice.TypeAsync("pay");
        await _bob.SeesAsync("alice pays the 7.25 EUR that you asked for");
        var received = await _bob.SeesAsync("Received 7.25");
        Assert.Contains("lunch", received, StringComparison.Ordinal);
        Assert.Equal(TransferIn(received), TransferIn(await _alice.SeesAsync("Paid 7.25")));
    }

    [Fact]
    public async Task A_request_for_money_that_is_not_paid_waits_again()
    {
        await BefriendAsync();
        await _bob.TypeAsync("request alice 250 rent");
        await _alice.SeesAsync("Request 1: bob asks you for 250.00");
        await _alice.TypeAsync("pay 1");
        await SeesErrorAsync(_alice, "the hub would refuse");
        await _alice.TypeAsync("decline 1");
        await _alice.SeesAsync("Request 1: declined 250.00");
    }

    [Theory]
    [InlineData("pay bob 1 --direct", "here: direct bob 1")]
    [InlineData("request bob 1 --memo tea", "here: pay PAYEE AMOUNT [MEMO]")]
    [InlineData("direct --memo=tea bob 1", "--memo=tea is an option")]
    [InlineData("pay bob", "The amount is missing: pay bob AMOUNT [MEMO].")]
    public async Task What_belongs_to_the_command_line_is_no_memo(string line, string says)
    {
        await _alice.TypeAsync(line);
        await SeesErrorAsync(_alice, says);
        await _alice.TypeAsync("balance");
        await _alice.SeesAsync("Balance of alice: 100.00");
    }

    [Fact]
    public async Task A_stranger_is_not_heard_until_the_owner_opens_to_everybody()
    {
        await _alice.TypeAsync("chat bob buy my things");
        await SeesErrorAsync(_alice, "bob takes messages of friends only");
        await _bob.TypeAsync("strangers on");
        await _bob.SeesAsync("Everybody can now");
        await _alice.TypeAsync("chat bob hello");
        await _bob.SeesAsync("alice: hello");
        Assert.DoesNotContain("buy my things", _bob.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_talk_and_ask_and_pay_a_till_in_json()
    {
        await _bob.TypeAsync("exit");
        Assert.Equal(0, await _bob.WaitForExitAsync());
        await using var till = await _wallets.StartAsync("bob", "listen", "--accept");
        var paid = await _wallets.RunAsync("carol", "pay", "bob", "3", "coffee", "--json");
        Assert.True(paid.ExitCode == 0, paid.Output + paid.Errors);
        var received = await till.SeesEventAsync("received");
        Assert.Equal("coffee", received.GetProperty("memo").GetString());
        Assert.Contains($"\"transfer\":{received.GetProperty("transfer").GetInt64()}", paid.Output, StringComparison.Ordinal);
        Assert.Contains("\"direct\":false", paid.Output, StringComparison.Ordinal);

        var refused = await _wallets.RunAsync("carol", "chat", "bob", "hello", "--json");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("\"code\":\"230 NOT_ALLOWED\"", refused.Output, StringComparison.Ordinal);
        var absent = await _wallets.RunAsync("carol", "request", "nobody", "1", "--json");
        Assert.Equal(1, absent.ExitCode);
        Assert.Contains("\"code\":\"250 UNKNOWN\"", absent.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_line_of_a_script_is_a_message()
    {
        await BefriendAsync();
        await _alice.TypeAsync("exit");
        Assert.Equal(0, await _alice.WaitForExitAsync());
        await using var script = await _wallets.StartInWordsAsync("alice", "chat", "bob");
        await script.TypeAsync("one");
        await script.TypeAsync("/two");
        await _bob.SeesAsync("alice: one");
        await _bob.SeesAsync("alice: /two");
        await _bob.TypeAsync("chat alice three");
        await script.SeesAsync("bob: three");
        script.Process.Input.Close();
        Assert.Equal(0, await script.WaitForExitAsync());
    }

    [Fact]
    public async Task A_classic_payer_without_a_key_is_shown_as_unsigned_and_paid_through_the_hub()
    {
        var online = await _bob.SeesAsync("bob is online");
        var port = int.Parse(online[(online.LastIndexOf(' ') + 1)..^1], System.Globalization.CultureInfo.InvariantCulture);
        await using var carol = await _hub.LogInAsync("carol");
        await using (var peer = await ClassicClient.ConnectAsync(new(System.Net.IPAddress.Loopback, port)))
            await peer.SendAsync("carol#100#bob\0");
        Assert.Contains("unsigned, from 127.0.0.1", await _bob.SeesAsync("Request 1: carol"), StringComparison.Ordinal);
        await _bob.TypeAsync("accept 1");
        Assert.NotEqual("", TransferIn(await _bob.SeesAsync("Received 1.00")));
        Assert.Equal("Transfer OK!", await carol.ReadLineAsync());
    }

    [Fact]
    public async Task Nobody_makes_a_wallet_pay_by_asking()
    {
        await BefriendAsync();
        await _alice.TypeAsync("auto on");
        await _alice.SeesAsync("Every payment to you is now accepted");
        await _bob.TypeAsync("request alice 5");
        await _alice.SeesAsync("Request 1: bob asks you for 5.00");
        await _alice.TypeAsync("accept 1");
        await SeesErrorAsync(_alice, "Nothing of the kind waits as number 1.");
        await _alice.TypeAsync("decline 1");
        await _alice.SeesAsync("Request 1: declined");
        await _alice.TypeAsync("balance");
        await _alice.SeesAsync("Balance of alice: 100.00");
    }

    private async Task BefriendAsync()
    {
        await _alice.TypeAsync("friends add bob");
        await _bob.SeesAsync("alice wants to be your friend");
        await _bob.TypeAsync("friends accept alice");
        await _alice.SeesAsync("bob is your friend.");
        await _bob.SeesAsync("alice is your friend.");
    }

    private static string TransferIn(string line)
    {
        Assert.Matches(Transfer(), line);
        return Transfer().Match(line).Groups[1].Value;
    }

    // What goes to standard error comes in a stream of its own.
    private static Task<string> SeesErrorAsync(WalletProcess wallet, string part) =>
        wallet.Process.WaitForErrorAsync(line => line.Contains(part, StringComparison.Ordinal));

    [GeneratedRegex(@"Transfer (\d+)\.")]
    private static partial Regex Transfer();
}
