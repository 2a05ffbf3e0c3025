using Microsoft.Playwright;
using PayHub.Data.Model;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>An Admin cuts somebody off: wallets feel it at once, and other operators see it at once.</summary>
public sealed class AccountStatesTests(Chromium chromium)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Soon = new() { Timeout = Operating.Soon };

    [Fact]
    public async Task Freezing_stops_payments_at_once_in_both_dialects_and_the_other_operator_sees_it()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, "view@example.org", OperatorRoles.Viewer);
        await using var admin = await chromium.OpenAsync();
        await using var viewer = await chromium.OpenAsync();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        await using var carol = await hub.LogInAsync("carol", 7003);
        await using var dave = await hub.LogInAsync("dave", 7004);
        await viewer.Page.SignInAsync(hub.Dashboard, "view@example.org");
        await viewer.Page.ShowAccountAsync(hub, "alice");
        await Expect(viewer.Page.GetByText("active", new() { Exact = true })).ToBeVisibleAsync();
        await admin.Page.SignInAsync(hub.Dashboard);
        foreach (var name in (string[])["alice", "carol"])
        {
            await admin.Page.ShowAccountAsync(hub, name);
            await admin.Page.DoAsync("Freeze …", $"Freeze {name}");
            await Expect(admin.Page.Status()).ToContainTextAsync($"{name} is frozen.");
        }
        await Expect(viewer.Page.GetByText("frozen", new() { Exact = true })).ToBeVisibleAsync(Soon);

        Assert.Equal("340 FROZEN", await alice.AskAsync(alice.Sign(5, "bob")));
        Assert.Equal("340 FROZEN", await bob.AskAsync(bob.Sign(5, "alice")));
        await dave.SendAsync("carol#5#dave\n");
        Assert.Equal("Transfer Fail!", await carol.ReadLineAsync());
        // A frozen account still logs in.
        await using var again = await alice.AgainAsync();
        Assert.Equal("10000", await again.AskAsync("alice#7001"));

        await admin.Page.ShowAccountAsync(hub, "carol");
        await admin.Page.DoAsync("Unfreeze …", "Unfreeze carol");
        await Expect(admin.Page.Status()).ToContainTextAsync("carol is active again.");
        await Operating.PayAsync(carol, "carol", 5, dave, "dave");
    }

    [Fact]
    public async Task Disconnecting_closes_the_connection_at_once_and_the_other_operator_sees_it()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, "view@example.org", OperatorRoles.Viewer);
        await using var admin = await chromium.OpenAsync();
        await using var viewer = await chromium.OpenAsync();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await hub.LogInAsync("bob");
        await viewer.Page.SignInAsync(hub.Dashboard, "view@example.org");
        await viewer.Page.ShowAccountAsync(hub, "alice");
        await Expect(viewer.Page.Locator(".ph-online-now")).ToBeVisibleAsync();
        await admin.Page.SignInAsync(hub.Dashboard);
        await admin.Page.ShowAccountAsync(hub, "alice");
        await admin.Page.DoAsync("Disconnect …", "Disconnect alice", "left it open");
        Assert.StartsWith("* BYE#", await alice.Client.ReadToEndAsync(), StringComparison.Ordinal);
        await Expect(viewer.Page.GetByText("Not online.")).ToBeVisibleAsync(Soon);
        await Expect(viewer.Page.Locator(".ph-sessions tbody tr").First).ToContainTextAsync("disconnected by an operator");

        await admin.Page.ShowAccountAsync(hub, "bob");
        await admin.Page.Button("Disconnect …").ClickAsync();
        await admin.Page.GiveAsync("too slow");
        bob.Socket.Close(timeout: 0);
        await Expect(admin.Page.GetByText("Not online.")).ToBeVisibleAsync(Soon);
        await admin.Page.Button("Disconnect bob").ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("That session is over already.");
    }

    [Fact]
    public async Task An_account_is_closed_once_it_is_empty_and_then_offers_nothing_and_logs_nobody_in()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var alice = await hub.LogInAsync("alice");
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAccountAsync(hub, "alice");
        await page.Button("Close …").ClickAsync();
        await page.GetByLabel("Reason").FillAsync("moved away");
        await Expect(page.GetByText("alice still holds 10,000 PTS: withdraw it first.")).ToBeVisibleAsync();
        await Expect(page.Button("Close alice")).ToBeDisabledAsync();
        await page.Button("Cancel").ClickAsync();
        await page.DoAsync("Withdraw …", "Withdraw 10,000 PTS", "paid out", "10000");
        await Expect(page.Balance()).ToHaveTextAsync("0PTS");
        await page.DoAsync("Close …", "Close alice", "moved away");
        await Expect(page.Status()).ToContainTextAsync("alice is closed.");
        await Expect(page.Button("Deposit …")).ToHaveCountAsync(0);
        Assert.Equal("", await alice.ReadToEndAsync());
        await using var again = await hub.ConnectAsync();
        Assert.Equal("220 AUTH_FAIL", await again.AskAsync("alice#7001"));
        Assert.Equal("210 FAIL", await again.AskAsync("REGISTER#Alice"));
    }

    [Fact]
    public async Task Where_another_account_can_not_be_read_nothing_of_the_former_one_stays()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        hub.Errors.Expect(4002);
        await using var market = await Market.OpenAsync(hub);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await page.WalkToAsync(hub, "/accounts/maria");
        var file = Path.Combine(hub.DataDirectory, "payhub.db");
        TestDatabase.Execute(file, "ALTER TABLE account_notes RENAME TO away");
        await page.Locator(".ph-history a[href^='/accounts/']").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The account could not be read");
        await Expect(page.Locator("h1")).Not.ToHaveTextAsync("maria");
        await Expect(page.Locator(".ph-history, .ph-details, .ph-fingerprint")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Deposit …" })).ToHaveCountAsync(0);

        TestDatabase.Execute(file, "ALTER TABLE away RENAME TO account_notes");
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
        await Expect(page.Locator(".ph-history")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeHiddenAsync();
    }
}
