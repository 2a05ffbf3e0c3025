using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

/// <summary>Who is told what of a signed payment, in each pair of dialects.</summary>
public sealed class SignedPaymentTests
{
    private const string Id = "payment-id-0123456789";

    [Fact]
    public async Task SignedPayment_brought_by_its_payer_is_told_to_the_payee()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "Alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        Assert.Equal("100 OK#3#9990", await alice.AskAsync(alice.Sign(10, "BOB", Id, memo: "for \u20acoffee")));
        Assert.Equal($"* PAID#3#Alice#10#10010#Zm9yIOKCrG9mZmVl#{Id}", await bob.ReadLineAsync());
        await alice.AssertQuietAsync();
    }

    [Fact]
    public async Task SignedPayment_brought_by_its_payee_is_told_to_the_payer()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "Bob");
        Assert.Equal("100 OK#3#10010", await bob.AskAsync(alice.Sign(10, "bob", Id)));
        Assert.Equal($"* SENT#3#Bob#10#9990#{Id}", await alice.ReadLineAsync());
        await bob.AssertQuietAsync();
    }

    [Fact]
    public async Task SignedPayment_does_not_need_the_payer_online()
    {
        await using var hub = Hub.Start();
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await alice.AskAsync("Exit");
        await Presence.WaitUntilGoneAsync(bob.Client, "alice");
        Assert.Equal("100 OK#3#10010", await bob.AskAsync(alice.Sign(10, "bob")));
        Assert.Equal("350 INSUFFICIENT_FUNDS", await bob.AskAsync(alice.Sign(9991, "bob")));
    }

    [Fact]
    public async Task SignedPayment_is_taken_on_the_plain_endpoint_from_a_keyless_payee()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await hub.LogInAsync("bob");
        await bob.SendAsync(alice.Sign(10, "bob", Id) + "\n");
        Assert.Equal($"* SENT#3#bob#10#9990#{Id}", await alice.ReadLineAsync());
        Assert.Equal(10010, await bob.BalanceAsync());
    }

    [Fact]
    public async Task SignedPayment_is_told_to_classic_payers_as_any_other()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice", isExtended: false);
        await using var bob = await hub.LogInAsync("bob");
        await bob.SendAsync(alice.Sign(10, "bob") + "\n");
        Assert.Equal("Transfer OK!", await alice.ReadLineAsync());
        Assert.Equal("Transfer OK!", await alice.AskAsync(alice.Sign(10, "bob")));
        Assert.Equal("Transfer Fail!", await alice.AskAsync(alice.Sign(10_000, "bob")));
        await bob.SendAsync(alice.Sign(10_000, "bob") + "\n");
        Assert.Equal("Transfer Fail!", await alice.ReadLineAsync());
        Assert.Equal(9980, await alice.Client.BalanceAsync());
        Assert.Equal(10020, await bob.BalanceAsync());
        await alice.AskAsync("Exit");
        await Presence.WaitUntilGoneAsync(bob, "alice");
        Assert.Equal("Transfer Fail!", await bob.AskAsync(alice.Sign(10_000, "bob")));
    }

    [Fact]
    public async Task SignedPayment_that_is_refused_for_good_is_told_to_the_payer_once()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        var payment = alice.Sign(10_001, "bob", Id);
        Assert.Equal("350 INSUFFICIENT_FUNDS", await bob.AskAsync(payment));
        Assert.Equal($"* REFUSED#{Id}#bob#10001#350", await alice.ReadLineAsync());
        Assert.Equal("350 INSUFFICIENT_FUNDS", await bob.AskAsync(payment));
        Assert.Equal("350 INSUFFICIENT_FUNDS", await alice.AskAsync(payment));
        await alice.AssertQuietAsync();
        await bob.AssertQuietAsync();
    }

    [Fact]
    public async Task SignedPayment_that_is_not_judged_for_good_is_not_told_to_the_payer()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        Assert.Equal("310 BAD_SIGNATURE", await bob.AskAsync(alice.Sign(10, "bob", Id, by: bob.Identity)));
        Assert.Equal("312 WRONG_HUB", await bob.AskAsync(alice.Sign(10, "bob", Id, hub: bob.Identity.Public.Fingerprint)));
        await alice.AssertQuietAsync();
        Assert.Equal("100 OK#3#10010", await bob.AskAsync(alice.Sign(10, "bob", Id)));
    }

    [Fact]
    public async Task SignedPayment_needs_a_login_and_payer_or_payee()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        await using var carol = await TestWallet.OpenAsync(hub, "carol");
        await using var stranger = await hub.ConnectAsync();
        Assert.Equal("220 AUTH_FAIL", await stranger.AskAsync(alice.Sign(10, "bob")));
        Assert.Equal("230 NOT_ALLOWED", await carol.AskAsync(alice.Sign(10, "bob")));
        Assert.Equal("250 UNKNOWN", await bob.AskAsync(alice.Sign(10, "bob", payer: "nobody")));
        Assert.Equal("250 UNKNOWN", await alice.AskAsync(alice.Sign(10, "nobody")));
        Assert.Equal("330 SELF_PAYMENT", await alice.AskAsync(alice.Sign(10, "ALICE")));
    }

    [Fact]
    public async Task SignedPayment_by_a_keyless_account_has_no_key_to_be_good()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await hub.LogInAsync("bob");
        Assert.Equal("310 BAD_SIGNATURE", await alice.AskAsync(alice.Sign(10, "alice", payer: "bob")));
    }

    [Fact]
    public async Task SignedPayment_may_be_good_for_a_day_by_the_hubs_clock_and_no_longer()
    {
        var clock = new SkippingClock();
        await using var hub = Hub.Start(clock);
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        var now = clock.GetUtcNow();
        Assert.Equal("240 BAD_REQUEST", await bob.AskAsync(alice.Sign(10, "bob", expires: now.AddHours(24).AddMinutes(1))));
        Assert.Equal("100 OK#3#10010", await bob.AskAsync(alice.Sign(10, "bob", expires: now.AddHours(24).AddMinutes(-1))));
    }

    [Fact]
    public async Task Unsigned_payments_of_extended_clients_are_answered_and_told()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob");
        await alice.AskAsync("HELLO#PAYHUB/1");
        await bob.AskAsync("HELLO#PAYHUB/1");
        Assert.Equal("100 OK#3#10010", await bob.AskAsync("alice#10#bob"));
        Assert.Equal("* SENT#3#bob#10#9990#-", await alice.ReadLineAsync());
        Assert.Equal("350 INSUFFICIENT_FUNDS", await bob.AskAsync("alice#9991#bob"));
        Assert.Equal("* REFUSED#-#bob#9991#350", await alice.ReadLineAsync());
        Assert.Equal("230 NOT_ALLOWED", await alice.AskAsync("alice#10#bob"));
        Assert.Equal("330 SELF_PAYMENT", await bob.AskAsync("bob#10#bob"));
        Assert.Equal("250 UNKNOWN", await bob.AskAsync("nobody#10#bob"));
        for (var i = 1; i < 10; i++)
        {
            Assert.Equal("350 INSUFFICIENT_FUNDS", await bob.AskAsync("alice#9991#bob"));
            Assert.Equal("* REFUSED#-#bob#9991#350", await alice.ReadLineAsync());
        }
        Assert.Equal("429 TOO_MANY", await bob.AskAsync("alice#9991#bob"));
        await alice.AskAsync("Exit");
        await Presence.WaitUntilGoneAsync(bob, "alice");
        Assert.Equal("250 UNKNOWN", await bob.AskAsync("alice#10#bob"));
    }

    [Fact]
    public async Task Unsigned_payments_meet_the_other_dialect()
    {
        await using var hub = Hub.Start();
        await using var classic = await hub.LogInAsync("classic");
        await using var extended = await hub.LogInAsync("extended");
        await extended.AskAsync("HELLO#PAYHUB/1");
        Assert.Equal("100 OK#3#10010", await extended.AskAsync("classic#10#extended"));
        Assert.Equal("Transfer OK!", await classic.ReadLineAsync());
        Assert.Equal("350 INSUFFICIENT_FUNDS", await extended.AskAsync("classic#10000#extended"));
        Assert.Equal("Transfer Fail!", await classic.ReadLineAsync());
        await classic.SendAsync("extended#10#classic\n");
        Assert.Equal("* SENT#4#classic#10#10000#-", await extended.ReadLineAsync());
        await classic.SendAsync("extended#10001#classic\n");
        Assert.Equal("* REFUSED#-#classic#10001#350", await extended.ReadLineAsync());
        Assert.Equal(10000, await classic.BalanceAsync());
    }

    [Fact]
    public async Task Pushes_and_replies_of_one_connection_come_in_the_ledgers_order()
    {
        const int each = 300;
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        var others = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => TestWallet.OpenAsync(hub, $"other{i}")));
        var sending = others.Select(other => PayAsync(other, each, _ => "alice")).ToList();
        sending.Add(alice.Client.SendAsync(Payments(alice, each, i => $"other{i % 3}")));
        var (last, balance, replies, pushes) = (4L, 10_000L, 0, 0);
        while (replies < each)
        {
            var fields = (await alice.ReadLineAsync()).Split('#');
            if (fields[0] == "* MISSED")
                continue;
            var isReply = fields[0] == "100 OK";
            (replies, pushes) = isReply ? (replies + 1, pushes) : (replies, pushes + 1);
            var (id, after) = (Number(fields[1]), Number(fields[isReply ? 2 : 4]));
            Assert.True(id > last, $"transfer {id} was told behind {last}");
            // Each transfer is alice's, so her balance follows from the one before.
            if (id == last + 1)
                Assert.Equal(balance + (isReply ? -1 : 1), after);
            (last, balance) = (id, after);
        }
        Assert.True(pushes > each / 10, $"{pushes} pushes met {replies} replies: too few to tell anything");
        await Task.WhenAll(sending);
        foreach (var other in others)
            await other.DisposeAsync();
    }

    private static async Task PayAsync(TestWallet payer, int count, Func<int, string> payee)
    {
        await payer.Client.SendAsync(Payments(payer, count, payee));
        for (var replies = 0; replies < count;)
            replies += (await payer.ReadLineAsync()).StartsWith("100 OK#", StringComparison.Ordinal) ? 1 : 0;
    }

    private static string Payments(TestWallet payer, int count, Func<int, string> payee) =>
        string.Concat(Enumerable.Range(0, count).Select(i => payer.Sign(1, payee(i)) + "\n"));

    private static long Number(string field) => long.Parse(field, System.Globalization.CultureInfo.InvariantCulture);
}
