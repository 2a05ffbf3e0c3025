using Microsoft.EntityFrameworkCore;
using PayHub.Protocol.Keys;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class KeyedLoginTests
{
    [Fact]
    public async Task A_key_holds_one_account()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        Assert.Equal("210 FAIL", await alice.AskAsync("REGISTER#alice2"));
        await using var again = await alice.AgainAsync();
        Assert.Equal("210 FAIL", await again.AskAsync("REGISTER#alice2"));
        await using var other = await TestWallet.ConnectAsync(hub, "bob", Identity.Create());
        Assert.Equal("210 FAIL", await other.AskAsync("REGISTER#ALICE"));
        Assert.Equal("100 OK", await other.AskAsync("REGISTER#bob"));
    }

    [Fact]
    public async Task An_account_without_a_certificate_is_keyless_over_TLS_too()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.ConnectTlsAsync();
        Assert.Equal("100 OK", await alice.AskAsync("REGISTER#alice"));
        await using var plain = await hub.ConnectAsync();
        Assert.Equal(["alice#127.0.0.1#7001"], (await plain.LogInAsync("alice")).Accounts);
        await using var keyed = await TestWallet.ConnectAsync(hub, "alice", Identity.Create());
        Assert.Equal(["alice#127.0.0.1#7001"], (await keyed.Client.LogInAsync("alice")).Accounts);
    }

    [Fact]
    public async Task A_keyed_session_leaves_a_row_that_says_so()
    {
        await using var hub = Hub.Start();
        await using (await TestWallet.OpenAsync(hub, "alice"))
        {
        }
        await hub.StopAsync();
        await using var context = hub.OpenDatabase().OpenRead();
        var row = await context.Sessions.SingleAsync(TestContext.Current.CancellationToken);
        Assert.True(row is { Tls: true, Keyed: true });
    }

    [Fact]
    public async Task A_hub_without_keyless_accounts_neither_makes_them_nor_lets_them_in()
    {
        using var folder = new TemporaryFolder();
        await using (var open = Hub.Start(folder.Path))
        {
            await using var early = await open.LogInAsync("early");
        }
        await using var hub = Hub.Start(folder.Path, ("PayHub:Accounts:AllowKeyless", "false"));
        await using var client = await hub.ConnectAsync();
        Assert.Equal("210 FAIL", await client.AskAsync("REGISTER#alice"));
        Assert.Equal("220 AUTH_FAIL", await client.AskAsync("early#7001"));
        await using var tls = await hub.ConnectTlsAsync();
        Assert.Equal("210 FAIL", await tls.AskAsync("REGISTER#alice"));
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        Assert.Equal(10000, await alice.Client.BalanceAsync());
    }

    [Fact]
    public async Task A_login_with_the_wrong_key_counts_as_a_failed_one()
    {
        await using var hub = Hub.Start(("PayHub:Tcp:RegistrationsPerMinutePerAddress", "3"));
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var thief = await TestWallet.ConnectAsync(hub, "alice", Identity.Create());
        for (var i = 0; i < 3; i++)
            Assert.Equal("220 AUTH_FAIL", await thief.AskAsync("alice#7001"));
        Assert.Equal("429 TOO_MANY", await thief.AskAsync("alice#7001"));
        await using var again = await alice.AgainAsync();
        await again.Client.LogInAsync("alice");
    }
}
