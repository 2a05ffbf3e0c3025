using System.Buffers.Text;
using PayHub.Protocol.Keys;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

/// <summary>Ways to take what is not one's own, and what the hub says to each.</summary>
public sealed class CheatTests
{
    private const string Id = "payment-id-0123456789";

    [Fact]
    public async Task A_payee_that_changes_the_amount_is_refused()
    {
        await using var pair = await WalletPair.OpenAsync();
        var (hub, alice, bob) = pair;
        var parts = alice.Sign(10, "bob").Split('.');
        var more = $"{parts[0]}.{Base64Url.EncodeToString("alice#1000#bob"u8)}.{parts[2]}";
        Assert.Equal("310 BAD_SIGNATURE", await bob.AskAsync(more));
        Assert.Equal("310 BAD_SIGNATURE", await bob.AskAsync(hub.Seal(more)));
        await AssertBalancesAsync(alice, 10000, bob, 10000);
    }

    [Fact]
    public async Task A_payment_that_is_replayed_gets_its_answer_and_is_executed_once()
    {
        await using var pair = await WalletPair.OpenAsync();
        var (hub, alice, bob) = pair;
        var expires = DateTimeOffset.UtcNow.AddMinutes(5);
        var payment = alice.Sign(10, "bob", Id, expires);
        Assert.Equal("100 OK#3#10010", await bob.AskAsync(payment));
        Assert.StartsWith("* SENT#3#", await alice.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("100 OK#4#10005", await bob.AskAsync(bob.Sign(5, "alice")));
        Assert.StartsWith("* PAID#4#", await alice.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("100 OK#3#10010", await bob.AskAsync(payment));
        Assert.Equal("100 OK#3#10010", await bob.AskAsync(hub.Seal(payment)));
        Assert.Equal("100 OK#3#9990", await alice.AskAsync(payment));
        // Signed once more: another signature of the same content.
        var signedAgain = alice.Sign(10, "bob", Id, expires);
        Assert.NotEqual(payment, signedAgain);
        Assert.Equal("100 OK#3#10010", await bob.AskAsync(signedAgain));
        await AssertBalancesAsync(alice, 9995, bob, 10005);
    }

    [Fact]
    public async Task A_payment_that_is_replayed_behind_a_restart_is_executed_once()
    {
        using var folder = new TemporaryFolder();
        var identity = Identity.Create();
        string payment;
        await using (var hub = Hub.Start(folder.Path))
        {
            await using var bob = await hub.LogInAsync("bob");
            await using var alice = await TestWallet.ConnectAsync(hub, "alice", identity);
            Assert.Equal("100 OK", await alice.AskAsync("REGISTER#alice"));
            await alice.HelloAsync();
            await alice.Client.LogInAsync("alice");
            Assert.Equal("100 OK#3#9990", await alice.AskAsync(payment = alice.Sign(10, "bob")));
        }
        await using var again = Hub.Start(folder.Path);
        await using var wallet = await TestWallet.ConnectAsync(again, "alice", identity);
        await wallet.HelloAsync();
        await wallet.Client.LogInAsync("alice");
        Assert.Equal("100 OK#3#9990", await wallet.AskAsync(payment));
        Assert.Equal(9990, await wallet.Client.BalanceAsync());
    }

    [Fact]
    public async Task A_payment_id_with_another_content_is_a_duplicate()
    {
        await using var pair = await WalletPair.OpenAsync();
        var (_, alice, bob) = pair;
        Assert.Equal("100 OK#3#9990", await alice.AskAsync(alice.Sign(10, "bob", Id)));
        Assert.Equal("320 DUPLICATE", await alice.AskAsync(alice.Sign(11, "bob", Id)));
        Assert.StartsWith("* PAID#3#", await bob.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("320 DUPLICATE", await bob.AskAsync(alice.Sign(10, "bob", Id, memo: "another")));
        await AssertBalancesAsync(alice, 9990, bob, 10010);
    }

    [Fact]
    public async Task A_payment_to_another_hub_is_refused()
    {
        await using var pair = await WalletPair.OpenAsync();
        var (hub, alice, bob) = pair;
        Assert.Equal("312 WRONG_HUB", await bob.AskAsync(alice.Sign(10, "bob", hub: Identity.Create().Public.Fingerprint)));
        await AssertBalancesAsync(alice, 10000, bob, 10000);
    }

    [Fact]
    public async Task A_payment_that_was_held_back_until_it_expired_is_refused()
    {
        var clock = new SkippingClock();
        await using var hub = Hub.Start(clock);
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        var payment = alice.Sign(10, "bob", Id);
        clock.Skip(TimeSpan.FromMinutes(11));
        Assert.Equal("311 EXPIRED", await bob.AskAsync(payment));
        Assert.Equal($"* REFUSED#{Id}#bob#10#311", await alice.ReadLineAsync());
        await AssertBalancesAsync(alice, 10000, bob, 10000);
    }

    [Fact]
    public async Task A_keyed_account_is_not_logged_in_to_with_another_key_without_one_or_in_clear()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var otherKey = await TestWallet.ConnectAsync(hub, "alice", Identity.Create());
        Assert.Equal("220 AUTH_FAIL", await otherKey.AskAsync("alice#7001"));
        await using var ownKey = await TestWallet.OpenAsync(hub, "mallory");
        Assert.Equal("220 AUTH_FAIL", await ownKey.AskAsync("alice#7001"));
        Assert.EndsWith("#online#127.0.0.1#7001", await ownKey.AskAsync("WHOIS#mallory"), StringComparison.Ordinal);
        await using var noKey = await hub.ConnectTlsAsync();
        Assert.Equal("220 AUTH_FAIL", await noKey.AskAsync("alice#7001"));
        await using var plain = await hub.ConnectAsync();
        Assert.Equal("220 AUTH_FAIL", await plain.AskAsync("ALICE#7001"));
        await alice.AssertQuietAsync();
    }

    [Fact]
    public async Task An_unsigned_payment_in_a_keyed_payers_name_is_refused()
    {
        await using var pair = await WalletPair.OpenAsync();
        var (hub, alice, bob) = pair;
        await using var carol = await hub.LogInAsync("carol");
        Assert.Equal("313 KEY_REQUIRED", await bob.AskAsync("alice#10#bob"));
        Assert.Equal("313 KEY_REQUIRED", await bob.AskAsync(hub.SealRaw("alice#10#bob")));
        Assert.Equal("Transfer Fail!", await carol.AskAsync("alice#10#carol"));
        foreach (var payee in new[] { "bob", "bob", "carol" })
            Assert.Equal($"* REFUSED#-#{payee}#10#313", await alice.ReadLineAsync());
        Assert.Equal("230 NOT_ALLOWED", await alice.AskAsync("alice#10#bob"));
        await AssertBalancesAsync(alice, 10000, bob, 10000);
    }

    [Fact]
    public async Task An_account_is_not_taken_over_through_its_enrolment_window_without_the_code()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var thief = await TestWallet.ConnectAsync(hub, "alice", Identity.Create());
        Assert.Equal("220 AUTH_FAIL", await thief.AskAsync("ENROL#alice#00000000000000000000000000000000"));
        var code = await EnrolmentTests.OpenWindowAsync(hub, "alice");
        for (var i = 0; i < 5; i++)
            Assert.Equal("220 AUTH_FAIL", await thief.AskAsync($"ENROL#alice#{i:00000000000000000000000000000000}"));
        // The window is void now, for the right code too.
        Assert.Equal("220 AUTH_FAIL", await thief.AskAsync($"ENROL#alice#{code}"));
        Assert.Equal("220 AUTH_FAIL", await thief.AskAsync("alice#7001"));
        await alice.AssertQuietAsync();
    }

    [Fact]
    public async Task A_payee_that_says_declined_and_submits_later_finds_it_cancelled()
    {
        await using var pair = await WalletPair.OpenAsync();
        var (hub, alice, bob) = pair;
        var given = alice.Sign(10, "bob", Id);
        Assert.Equal("100 OK", await alice.AskAsync($"CANCEL#{Id}"));
        Assert.Equal("100 OK#3#9990", await alice.AskAsync(alice.Sign(10, "bob")));
        Assert.StartsWith("* PAID#3#", await bob.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("342 CANCELLED", await bob.AskAsync(given));
        Assert.Equal("342 CANCELLED", await bob.AskAsync(hub.Seal(given)));
        await AssertBalancesAsync(alice, 9990, bob, 10010);
    }

    [Fact]
    public async Task A_payment_refused_for_lack_of_funds_is_not_executed_when_there_is_money()
    {
        await using var pair = await WalletPair.OpenAsync();
        var (_, alice, bob) = pair;
        var kept = alice.Sign(10_001, "bob");
        Assert.Equal("350 INSUFFICIENT_FUNDS", await alice.AskAsync(kept));
        Assert.Equal("100 OK#3#9000", await bob.AskAsync(bob.Sign(1000, "alice")));
        Assert.StartsWith("* PAID#3#", await alice.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("350 INSUFFICIENT_FUNDS", await bob.AskAsync(kept));
        await AssertBalancesAsync(alice, 11000, bob, 9000);
    }

    [Fact]
    public async Task Refused_payments_do_not_fill_the_store()
    {
        await using var pair = await WalletPair.OpenAsync();
        var (_, alice, bob) = pair;
        await alice.Client.SendAsync(string.Concat(Enumerable.Range(0, 1000).Select(i => alice.Sign(10_001, "bob", $"{Id}-{i}") + "\n")));
        for (var i = 0; i < 1000; i++)
            Assert.Equal("350 INSUFFICIENT_FUNDS", await alice.ReadLineAsync());
        Assert.Equal("429 TOO_MANY", await alice.AskAsync(alice.Sign(10_001, "bob", Id)));
        Assert.Equal("250 UNKNOWN", await alice.AskAsync($"STATUS#{Id}"));
        Assert.Equal("429 TOO_MANY", await alice.AskAsync($"CANCEL#{Id}"));
        Assert.Equal("350 INSUFFICIENT_FUNDS", await alice.AskAsync($"STATUS#{Id}-999"));
        Assert.Equal("100 OK#3#9990", await alice.AskAsync(alice.Sign(10, "bob", Id)));
        Assert.StartsWith("* PAID#3#", await bob.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("350 INSUFFICIENT_FUNDS", await bob.AskAsync(bob.Sign(10_011, "alice")));
    }

    private static async Task AssertBalancesAsync(TestWallet payer, long payerHas, TestWallet payee, long payeeHas)
    {
        Assert.Equal(payerHas, await payer.Client.BalanceAsync());
        Assert.Equal(payeeHas, await payee.Client.BalanceAsync());
    }
}
