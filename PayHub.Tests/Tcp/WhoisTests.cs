using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class WhoisTests
{
    [Fact]
    public async Task Whois_shows_key_and_address()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "Alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        Assert.Equal($"100 OK#Alice#keyed#{alice.Identity.Public.Base64}#online#127.0.0.1#7001", await alice.AskAsync("WHOIS#alice"));
        Assert.Equal("100 OK#bob#keyless#-#online#127.0.0.1#7002", await alice.AskAsync("WHOIS#BOB"));
        await bob.AskAsync("Exit");
        await Presence.WaitUntilGoneAsync(alice.Client, "bob");
        Assert.Equal("100 OK#bob#keyless#-#offline#-#-", await alice.AskAsync("WHOIS#bob"));
    }

    [Theory]
    [InlineData("WHOIS#nobody", "250 UNKNOWN")]
    [InlineData("WHOIS#", "240 BAD_REQUEST")]
    [InlineData("WHOIS#@issuance", "240 BAD_REQUEST")]
    [InlineData("WHOIS", "240 BAD_REQUEST")]
    public async Task Whois_of_nobody_is_refused(string message, string answer)
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        Assert.Equal(answer, await alice.AskAsync(message));
    }

    [Fact]
    public async Task Whois_hides_where_somebody_is_from_whom_they_have_blocked()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        Assert.Equal("100 OK", await alice.AskAsync("FRIEND#BLOCK#bob"));
        Assert.Equal($"100 OK#alice#keyed#{alice.Identity.Public.Base64}#offline#-#-", await bob.AskAsync("WHOIS#alice"));
        Assert.EndsWith("#online#127.0.0.1#7001", await alice.AskAsync("WHOIS#bob"), StringComparison.Ordinal);
        Assert.Equal("100 OK", await alice.AskAsync("FRIEND#UNBLOCK#bob"));
        Assert.EndsWith("#online#127.0.0.1#7001", await bob.AskAsync("WHOIS#alice"), StringComparison.Ordinal);
    }
}
