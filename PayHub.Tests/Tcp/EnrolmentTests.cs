using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Protocol.Keys;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class EnrolmentTests
{
    [Fact]
    public async Task Enrol_binds_a_new_key_and_ends_the_old_one()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        var signedBefore = alice.Sign(10, "bob");
        await using var fresh = await TestWallet.ConnectAsync(hub, "alice", Identity.Create());
        Assert.Equal("100 OK", await fresh.AskAsync($"ENROL#ALICE#{await OpenWindowAsync(hub, "alice")}"));
        Assert.Equal("* BYE#key-changed\r\n", await alice.Client.ReadToEndAsync());

        await using var old = await alice.AgainAsync();
        Assert.Equal("220 AUTH_FAIL", await old.AskAsync("alice#7001"));
        await fresh.HelloAsync();
        await fresh.Client.LogInAsync("alice");
        Assert.Equal("310 BAD_SIGNATURE", await bob.AskAsync(signedBefore));
        Assert.Equal("310 BAD_SIGNATURE", await bob.AskAsync(alice.Sign(10, "bob")));
        Assert.Equal("100 OK#3#10010", await bob.AskAsync(fresh.Sign(10, "bob")));
        Assert.StartsWith($"100 OK#alice#keyed#{fresh.Identity.Public.Base64}#", await bob.AskAsync("WHOIS#alice"), StringComparison.Ordinal);
        await hub.StopAsync();
        await using var context = hub.OpenDatabase().OpenRead();
        Assert.Equal(1, await context.Sessions.CountAsync(s => s.EndReason == (int)SessionEnd.KeyChanged, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Enrol_makes_a_keyless_account_keyed()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob");
        await using var wallet = await TestWallet.ConnectAsync(hub, "alice", Identity.Create());
        await wallet.Client.LogInAsync("alice");
        Assert.Equal("", await alice.ReadToEndAsync());
        await wallet.Client.SendAsync($"ENROL#alice#{await OpenWindowAsync(hub, "alice")}\n");
        Assert.Equal("100 OK\r\n", await wallet.Client.ReadToEndAsync());
        await using var again = await hub.ConnectAsync();
        Assert.Equal("220 AUTH_FAIL", await again.AskAsync("alice#7001"));
        await using var keyed = await wallet.AgainAsync();
        await keyed.HelloAsync();
        await keyed.Client.LogInAsync("alice");
        Assert.Equal("Transfer Fail!", await bob.AskAsync("alice#10#bob"));
        Assert.Equal("* REFUSED#-#bob#10#313", await keyed.ReadLineAsync());
        Assert.Equal("100 OK#3#9990", await keyed.AskAsync(keyed.Sign(10, "bob")));
    }

    [Fact]
    public async Task Enrol_works_once()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var first = await TestWallet.ConnectAsync(hub, "alice", Identity.Create());
        await using var second = await TestWallet.ConnectAsync(hub, "alice", Identity.Create());
        var code = await OpenWindowAsync(hub, "alice");
        Assert.Equal("100 OK", await first.AskAsync($"ENROL#alice#{code}"));
        Assert.Equal("220 AUTH_FAIL", await second.AskAsync($"ENROL#alice#{code}"));
    }

    [Fact]
    public async Task Enrol_wants_a_key_that_holds_no_account()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        Assert.Equal("230 NOT_ALLOWED", await bob.AskAsync($"ENROL#alice#{await OpenWindowAsync(hub, "alice")}"));
        await using var keyless = await hub.ConnectTlsAsync();
        Assert.Equal("220 AUTH_FAIL", await keyless.AskAsync($"ENROL#alice#{await OpenWindowAsync(hub, "alice")}"));
        await alice.AssertQuietAsync();
    }

    internal static async Task<string> OpenWindowAsync(Hub hub, string name) =>
        Assert.IsType<string>(await hub.Services.GetRequiredService<Ledger>().OpenEnrolmentAsync(
            name, new OperatorAct("1", "host", "127.0.0.1", "account.enrol", "account", name, Reason: null)));
}
