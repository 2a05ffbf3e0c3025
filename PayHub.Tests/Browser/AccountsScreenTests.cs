using Microsoft.Playwright;
using PayHub.Data.Model;
using PayHub.Protocol.Keys;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>The list of accounts, and how an Admin opens one.</summary>
public sealed class AccountsScreenTests(Chromium chromium)
{
    [Fact]
    public async Task An_Admin_opens_an_account_and_is_offered_the_window_for_its_key()
    {
        await using var hub = Hub.Start([.. Operating.WithOperator, ("PayHub:Accounts:OpeningBalance", "250"), ("PayHub:Currency:Decimals", "1")]);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/accounts");
        await page.Button("New account …").ClickAsync();
        await Expect(page.GetByLabel("Opening balance in PTS")).ToHaveValueAsync("25.0");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("status");
        await page.GetByLabel("Reason").FillAsync("came to the desk");
        await Expect(page.GetByText("no word of the protocol").First).ToBeVisibleAsync();
        await Expect(page.Button("Open")).ToBeDisabledAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("New.Stall");
        await page.Button("Open New.Stall").ClickAsync();
        // Both dialogs ask for a reason: the one that closes must not get the other's.
        await Expect(page.Button("Open New.Stall")).ToBeHiddenAsync();
        await page.GetByLabel("Reason").FillAsync("first key");
        await page.Button("Open the window for New.Stall").ClickAsync();
        var code = await page.Locator("[data-enrolment-code]").TextContentAsync();
        await page.Button("Done").ClickAsync();
        await Expect(page.Status()).ToContainTextAsync("New.Stall is open, with 25.0 PTS.");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "New.Stall" })).ToContainTextAsync("25.0");

        await using var wallet = await TestWallet.ConnectAsync(hub, "New.Stall", Identity.Create());
        Assert.Equal("100 OK", await wallet.AskAsync($"ENROL#new.stall#{code}"));
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "New.Stall" }).GetByText("keyed", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = Operating.Soon });

        await page.Button("New account …").ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("new.stall");
        await page.GetByLabel("Reason").FillAsync("again");
        await page.Button("Open new.stall").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The name is taken, or was once.");
    }

    [Fact]
    public async Task Opening_is_refused_when_the_role_was_taken_away_while_the_dialog_is_open()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/accounts");
        await page.Button("New account …").ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("mallory");
        await page.GetByLabel("Reason").FillAsync("mine");
        var file = Path.Combine(hub.DataDirectory, "payhub.db");
        TestDatabase.Execute(file, "DELETE FROM AspNetUserRoles");
        await page.Button("Open mallory").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Only an Admin may do this.");
        Assert.Equal(0, TestDatabase.Query(file, "SELECT count(*) FROM accounts WHERE is_system = 0"));
    }

    [Fact]
    public async Task Filters_count_and_export_what_is_found()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, "cash@example.org", OperatorRoles.Cashier);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var alan = await hub.LogInAsync("alan");
        await using var bob = await hub.LogInAsync("bob", 7002);
        await page.SignInAsync(hub.Dashboard, "cash@example.org");
        await page.ShowAsync(hub.Dashboard, "/accounts");
        await Expect(page.GetByText("3 accounts")).ToBeVisibleAsync();
        await Expect(page.Button("New account …")).ToHaveCountAsync(0);
        await page.GetByLabel("Name begins with").FillAsync("AL");
        await Expect(page.GetByText("2 accounts")).ToBeVisibleAsync();
        await page.GotoAsync(new Uri(hub.Dashboard, "/accounts?name=al&key=keyless").ToString());
        await page.WaitUntilLiveAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Export CSV" })).ToHaveAttributeAsync("href", "/export/accounts.csv?name=al&key=keyless");
        await page.GetByRole(AriaRole.Link, new() { Name = "alan" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/accounts/alan").ToString());
    }
}
