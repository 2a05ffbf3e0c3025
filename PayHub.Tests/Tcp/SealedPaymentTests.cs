using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class SealedPaymentTests
{
    [Fact]
    public async Task SealedPayment_is_worth_what_is_in_it()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        await using var carol = await hub.LogInAsync("carol");
        Assert.Equal("100 OK#4#10010", await bob.AskAsync(hub.Seal(alice.Sign(10, "bob"))));
        Assert.StartsWith("* SENT#4#bob#10#9990#", await alice.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("313 KEY_REQUIRED", await bob.AskAsync(hub.Seal("alice#10#bob")));
        Assert.Equal("* REFUSED#-#bob#10#313", await alice.ReadLineAsync());
        Assert.Equal("100 OK#5#10020", await bob.AskAsync(hub.SealRaw("carol#10#bob")));
        Assert.Equal("Transfer OK!", await carol.ReadLineAsync());
        Assert.Equal("230 NOT_ALLOWED", await alice.AskAsync(hub.SealRaw("carol#10#bob")));
    }

    [Fact]
    public async Task SealedPayment_is_taken_from_the_plainest_client()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob");
        // Without a terminator: the gap ends it.
        await bob.SendAsync(hub.SealRaw("alice#10#bob"));
        Assert.Equal("Transfer OK!", await alice.ReadLineAsync());
        await bob.SendAsync(hub.Seal("alice#10#bob") + "\r\n");
        Assert.Equal("Transfer OK!", await alice.ReadLineAsync());
        Assert.Equal(10020, await bob.BalanceAsync());
    }

    [Theory]
    [InlineData("List")]
    [InlineData("Exit")]
    [InlineData("bob#7001")]
    [InlineData("REGISTER#carol")]
    [InlineData("HELLO#PAYHUB/1")]
    [InlineData("alice#10#bob\n")]
    [InlineData("alice#10#bob ")]
    [InlineData("alice#0#bob")]
    [InlineData("")]
    public async Task SealedPayment_holds_a_payment_and_nothing_else(string content)
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob");
        Assert.Equal("240 BAD_REQUEST", await bob.AskAsync(hub.SealRaw(content)));
        Assert.Equal(10000, await bob.BalanceAsync());
    }

    [Fact]
    public async Task SealedPayment_holds_no_other_seal()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob");
        Assert.Equal("240 BAD_REQUEST", await bob.AskAsync(hub.Seal(hub.Seal("alice#10#bob"))));
        Assert.Equal("240 BAD_REQUEST", await bob.AskAsync(hub.Seal(hub.SealRaw("alice#10#bob"))));
    }

    [Fact]
    public async Task SealedPayment_without_a_login_is_not_looked_into()
    {
        await using var hub = Hub.Start();
        await using var client = await hub.ConnectAsync();
        for (var i = 0; i < 20; i++)
            Assert.Equal("220 AUTH_FAIL", await client.AskAsync("a.b.c.d.e"));
        Assert.Equal("220 AUTH_FAIL", await client.AskAsync(new string('A', 342) + "=="));
        Assert.Equal("240 BAD_REQUEST", await client.AskAsync(new string('A', 344)));
    }

    [Fact]
    public async Task SealedPayment_to_another_hub_does_not_unseal()
    {
        await using var hub = Hub.Start();
        // On a folder of its own it makes a key of its own.
        using var folder = new TemporaryFolder();
        await using var other = Hub.Start(folder.Path);
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob");
        Assert.Equal("240 BAD_REQUEST", await bob.AskAsync(other.Seal("alice#10#bob")));
        Assert.Equal("240 BAD_REQUEST", await bob.AskAsync(other.SealRaw("alice#10#bob")));
    }

    [Theory]
    [InlineData(true, "* BYE#misbehaved\r\n")]
    [InlineData(false, "")]
    public async Task The_tenth_message_in_a_minute_that_does_not_unseal_ends_the_session(bool isExtended, string farewell)
    {
        var clock = new SkippingClock();
        await using var hub = Hub.Start(clock);
        await using var alice = await TestWallet.OpenAsync(hub, "alice", isExtended);
        for (var i = 0; i < 9; i++)
            Assert.Equal("240 BAD_REQUEST", await alice.AskAsync("a.b.c.d.e"));
        clock.Skip(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 9; i++)
            Assert.Equal("240 BAD_REQUEST", await alice.AskAsync("a.b.c.d.e"));
        Assert.Equal("240 BAD_REQUEST", await alice.AskAsync("a.b.c.d.e"));
        Assert.Equal(farewell, await alice.Client.ReadToEndAsync());
    }
}
