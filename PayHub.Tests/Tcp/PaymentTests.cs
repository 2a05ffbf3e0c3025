using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

/// <summary>Every row of A4's table. Each reading of a balance also shows that nothing else was told before it.</summary>
public sealed class PaymentTests
{
    [Fact]
    public async Task Payment_that_is_executed_is_told_to_the_payer_alone()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob");
        await bob.SendAsync("ALICE#137#Bob\n");
        Assert.Equal("Transfer OK!", await alice.ReadLineAsync());
        await AssertBalancesAsync(alice, 9863, bob, 10137);
    }

    [Fact]
    public async Task Payment_without_a_login_is_refused_to_its_submitter()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.ConnectAsync();
        Assert.Equal("100 OK", await bob.AskAsync("REGISTER#bob"));
        Assert.Equal("220 AUTH_FAIL", await bob.AskAsync("alice#10#bob"));
        Assert.Equal("220 AUTH_FAIL", await bob.AskAsync("alice#10#nobody"));
        Assert.Equal(10000, await alice.BalanceAsync());
    }

    [Theory]
    [InlineData("alice#10001#bob")]
    [InlineData("alice#999999999999999999#bob")]
    public async Task Payment_beyond_the_balance_is_told_to_the_payer_alone(string payment)
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob");
        await bob.SendAsync(payment + "\n");
        Assert.Equal("Transfer Fail!", await alice.ReadLineAsync());
        await AssertBalancesAsync(alice, 10000, bob, 10000);
    }

    [Fact]
    public async Task Payment_above_a_limit_is_told_to_the_payer_alone()
    {
        await using var hub = Hub.Start(("PayHub:Accounts:KeylessPaymentLimit", "50"));
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob");
        await bob.SendAsync("alice#51#bob\n");
        Assert.Equal("Transfer Fail!", await alice.ReadLineAsync());
        await bob.SendAsync("alice#50#bob\n");
        Assert.Equal("Transfer OK!", await alice.ReadLineAsync());
        await AssertBalancesAsync(alice, 9950, bob, 10050);
    }

    [Fact]
    public async Task Payment_to_oneself_is_told_once()
    {
        await using var hub = Hub.Start();
        await using var bob = await hub.LogInAsync("bob");
        Assert.Equal("Transfer Fail!", await bob.AskAsync("bob#5#BOB"));
        Assert.Equal(10000, await bob.BalanceAsync());
    }

    [Theory]
    [InlineData("alice#5#nobody")]
    [InlineData("nobody#5#bob")]
    [InlineData("nobody#5#nobody")]
    [InlineData("bob#5#alice")]
    [InlineData("alice#5#carol")]
    [InlineData("carol#5#alice")]
    [InlineData("offline#5#bob")]
    public async Task Payment_that_is_not_the_submitters_to_take_is_told_to_the_submitter(string payment)
    {
        await using var hub = Hub.Start();
        await using (await hub.LogInAsync("offline"))
        {
        }
        await using var alice = await hub.LogInAsync("alice");
        await using var carol = await hub.LogInAsync("carol");
        await using var bob = await hub.LogInAsync("bob");
        await Presence.WaitUntilGoneAsync(bob, "offline");
        Assert.Equal("Transfer Fail!", await bob.AskAsync(payment));
        await AssertBalancesAsync(alice, 10000, bob, 10000);
        Assert.Equal(10000, await carol.BalanceAsync());
    }

    [Theory]
    [InlineData("alice#0#bob")]
    [InlineData("alice#-5#bob")]
    [InlineData("alice#+5#bob")]
    [InlineData("alice#05#bob")]
    [InlineData("alice#5x#bob")]
    [InlineData("alice#5.0#bob")]
    [InlineData("alice# 5#bob")]
    [InlineData("alice##bob")]
    [InlineData("alice#1000000000000000000#bob")]
    [InlineData("alice#5#bob#")]
    [InlineData("alice#5#bob ")]
    [InlineData("#5#bob")]
    [InlineData("alice#5#")]
    public async Task Payment_that_is_malformed_is_a_bad_request(string payment)
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob");
        Assert.Equal("240 BAD_REQUEST", await bob.AskAsync(payment));
        await AssertBalancesAsync(alice, 10000, bob, 10000);
    }

    [Fact]
    public async Task Payment_refused_more_than_ten_times_a_minute_is_told_to_the_submitter()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob");
        await using var carol = await hub.LogInAsync("carol");
        for (var i = 0; i < 10; i++)
        {
            await bob.SendAsync("alice#10001#bob\n");
            Assert.Equal("Transfer Fail!", await alice.ReadLineAsync());
        }
        Assert.Equal("429 TOO_MANY", await bob.AskAsync("alice#10001#bob"));
        await carol.SendAsync("alice#10001#carol\n");
        Assert.Equal("Transfer Fail!", await alice.ReadLineAsync());
        await bob.SendAsync("alice#1#bob\n");
        Assert.Equal("Transfer OK!", await alice.ReadLineAsync());
        await AssertBalancesAsync(alice, 9999, bob, 10001);
    }

    [Fact]
    public async Task Payment_is_told_where_the_payer_is_logged_in_now()
    {
        await using var hub = Hub.Start();
        await using var client = await hub.LogInAsync("carol");
        await using var bob = await hub.LogInAsync("bob");
        await using var alice = await hub.LogInAsync("alice");
        Assert.Equal(10000, (await client.LogInAsync("alice")).Balance);
        await bob.SendAsync("alice#10#bob\n");
        Assert.Equal("Transfer OK!", await client.ReadLineAsync());
        Assert.Equal("", await alice.ReadToEndAsync());
        Assert.Equal("Transfer Fail!", await bob.AskAsync("carol#10#bob"));
    }

    private static async Task AssertBalancesAsync(ClassicClient payer, long payerHas, ClassicClient payee, long payeeHas)
    {
        Assert.Equal(payerHas, await payer.BalanceAsync());
        Assert.Equal(payeeHas, await payee.BalanceAsync());
    }
}
