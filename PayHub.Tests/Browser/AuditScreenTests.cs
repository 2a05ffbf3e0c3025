using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>What operators did, for every operator to see.</summary>
public sealed class AuditScreenTests(Chromium chromium)
{
    [Theory]
    [InlineData(OperatorRoles.Viewer)]
    [InlineData(OperatorRoles.Cashier)]
    public async Task Acts_show_up_live_with_who_what_why_and_the_balances_before_and_after(string role)
    {
        await using var hub = Hub.Start([.. Operating.WithOperator, ("PayHub:Currency:Decimals", "2")]);
        await Operating.NewOperatorAsync(hub, "bob@example.org", role);
        await using var watched = await chromium.OpenAsync();
        await using var alice = await hub.LogInAsync("alice");
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard, "bob@example.org");
        await page.ShowAsync(hub.Dashboard, "/audit");
        await Expect(page.GetByText("No operator has done anything yet")).ToBeVisibleAsync();

        await Desk(hub).DepositAsync("alice", new Money(250), Act("ann", "account.deposit", "alice", "paid in cash"));
        var row = page.Locator("tbody tr");
        await Expect(row).ToHaveCountAsync(1, new() { Timeout = Operating.Soon });
        foreach (var text in new[] { "ann@example.org", "from 192.0.2.7", "Deposited", "alice", "100.00PTS", "102.50PTS", "paid in cash" })
            await Expect(row).ToContainTextAsync(text);
        await row.GetByRole(AriaRole.Link, new() { Name = "#2" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/ledger/2").ToString());
    }

    [Fact]
    public async Task Filters_are_in_the_address_and_the_export_has_the_same()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        await using var alice = await hub.LogInAsync("alice");
        await using var carol = await hub.LogInAsync("carol", 7002);
        await Desk(hub).DepositAsync("alice", new Money(1), Act("ann", "account.deposit", "alice", "one"));
        await Desk(hub).DepositAsync("carol", new Money(2), Act("ben", "account.deposit", "carol", "two"));
        await Desk(hub).SetStatusAsync("carol", AccountStatus.Frozen, Act("ann", "account.freeze", "carol", "three"));
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/audit");
        var rows = page.Locator("tbody tr");
        await Expect(rows).ToHaveCountAsync(3);
        await page.GetByLabel("Operator", new() { Exact = true }).FillAsync("id-ann");
        await Expect(rows).ToHaveCountAsync(2);
        await page.GetByLabel("Which one").FillAsync("CAROL");
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows).ToContainTextAsync("three");
        await Expect(rows).ToContainTextAsync("active→frozen");
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/audit?operator=id-ann&target=CAROL").ToString());
        var export = await page.GetByRole(AriaRole.Link, new() { Name = "Export CSV" }).GetAttributeAsync("href");
        Assert.EndsWith("/export/audit.csv?operator=id-ann&target=CAROL", export, StringComparison.Ordinal);

        await page.ShowAsync(hub.Dashboard, "/audit?action=account.deposit");
        await Expect(rows).ToHaveCountAsync(2);
        await page.ShowAsync(hub.Dashboard, "/audit?until=2020-01-01");
        await Expect(page.GetByText("No act matches")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Show the whole audit" }).ClickAsync();
        await Expect(rows).ToHaveCountAsync(3);
        await page.ShowAsync(hub.Dashboard, "/audit?since=nonsense");
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/audit").ToString());
    }

    [Fact]
    public async Task Older_pages_are_read_in_peace_and_a_pill_counts_what_is_new()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        await using var alice = await hub.LogInAsync("alice");
        for (var i = 1; i <= 60; i++)
            await Desk(hub).DepositAsync("alice", new Money(i), Act("ann", "account.deposit", "alice", $"number {i}"));
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/audit");
        var first = page.Locator("tbody tr").First;
        await Expect(first).ToContainTextAsync("number 60");
        await page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await Expect(first).ToContainTextAsync("number 10");
        await Desk(hub).DepositAsync("alice", new Money(61), Act("ann", "account.deposit", "alice", "number 61"));
        await page.Locator(".ph-pill").ClickAsync();
        await Expect(first).ToContainTextAsync("number 61");
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/audit").ToString());
    }

    private static OperatorDesk Desk(Hub hub) => hub.Services.GetRequiredService<OperatorDesk>();

    private static OperatorAct Act(string who, string action, string account, string reason) =>
        new($"id-{who}", $"{who}@example.org", "192.0.2.7", action, "account", account, reason);
}
