using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class StatusAndCancelTests
{
    private const string Id = "payment-id-0123456789";

    [Fact]
    public async Task Status_tells_the_verdict_to_the_payer_alone()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        Assert.Equal("250 UNKNOWN", await alice.AskAsync($"STATUS#{Id}"));
        await bob.AskAsync(alice.Sign(10, "bob", Id));
        Assert.StartsWith("* SENT#3#", await alice.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("100 OK#3", await alice.AskAsync($"STATUS#{Id}"));
        Assert.Equal("250 UNKNOWN", await bob.AskAsync($"STATUS#{Id}"));
        await alice.AskAsync(alice.Sign(10_000, "bob", Id + "-2"));
        Assert.Equal("350 INSUFFICIENT_FUNDS", await alice.AskAsync($"STATUS#{Id}-2"));
        await alice.AskAsync(alice.Sign(10, "bob", Id + "-3", by: bob.Identity));
        Assert.Equal("250 UNKNOWN", await alice.AskAsync($"STATUS#{Id}-3"));
        Assert.Equal("240 BAD_REQUEST", await alice.AskAsync("STATUS#too-short"));
    }

    [Fact]
    public async Task Cancel_is_for_good()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        Assert.Equal("100 OK", await alice.AskAsync($"CANCEL#{Id}"));
        Assert.Equal("342 CANCELLED", await alice.AskAsync($"CANCEL#{Id}"));
        Assert.Equal("342 CANCELLED", await alice.AskAsync($"STATUS#{Id}"));
        Assert.Equal("342 CANCELLED", await bob.AskAsync(alice.Sign(10, "bob", Id)));
        Assert.Equal("342 CANCELLED", await alice.AskAsync(alice.Sign(10, "bob", Id)));
        await alice.AssertQuietAsync();
        Assert.Equal(10000, await alice.Client.BalanceAsync());
    }

    [Fact]
    public async Task Cancel_of_what_has_a_verdict_tells_it()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        await alice.AskAsync(alice.Sign(10, "bob", Id));
        Assert.Equal("100 OK#3", await alice.AskAsync($"CANCEL#{Id}"));
        await alice.AskAsync(alice.Sign(10_000, "bob", Id + "-2"));
        Assert.Equal("350 INSUFFICIENT_FUNDS", await alice.AskAsync($"CANCEL#{Id}-2"));
        Assert.StartsWith("* PAID#3#", await bob.ReadLineAsync(), StringComparison.Ordinal);
        // The payee's own payment of that id is another one.
        Assert.Equal("100 OK", await bob.AskAsync($"CANCEL#{Id}"));
    }
}
