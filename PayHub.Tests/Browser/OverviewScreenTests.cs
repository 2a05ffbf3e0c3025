using Microsoft.Playwright;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>The overview's charts and the hub's health.</summary>
public sealed class OverviewScreenTests(Chromium chromium)
{
    [Fact]
    public async Task Payments_are_charted_live_over_the_time_that_the_address_says()
    {
        await using var hub = Hub.Start([.. Operating.WithOperator, ("PayHub:Currency:Decimals", "2")]);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        await Operating.PayAsync(alice, "alice", 4321, bob, "bob");
        await page.EnterAsync(hub.Dashboard);
        var summaries = page.Locator(".ph-chart figcaption");
        await Expect(summaries.First).ToContainTextAsync("highest 1 payments");
        await Expect(summaries.Last).ToContainTextAsync("highest 43.21 PTS");
        await Expect(page.Locator(".ph-chart-bar[height='0']")).Not.ToHaveCountAsync(0);
        var height = (await page.Locator(".ph-charts").BoundingBoxAsync())!.Height;

        for (var i = 0; i < 4; i++)
            await Operating.PayAsync(alice, "alice", 100, bob, "bob");
        // Both may have fallen into one minute, or into two.
        await Expect(summaries.First).ToContainTextAsync(new System.Text.RegularExpressions.Regex("highest [45] payments"), new() { Timeout = Operating.Soon });
        Assert.Equal(height, (await page.Locator(".ph-charts").BoundingBoxAsync())!.Height);

        await page.GetByRole(AriaRole.Button, new() { Name = "24 h" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/?range=24h").ToString());
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Volume per 15 minutes" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "7 d" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Volume per hour" })).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "7 d" })).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(page.Locator(".ph-chart-bar")).ToHaveCountAsync(2 * 168);
    }

    [Fact]
    public async Task The_strip_says_in_words_what_is_well_and_what_is_not_and_leads_there()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        await using var alice = await hub.LogInAsync("alice");
        var file = Path.Combine(hub.DataDirectory, "payhub.db");
        TestDatabase.Execute(file, "UPDATE accounts SET balance = balance + 5 WHERE name = 'alice'");
        var page = watched.Page;
        await page.EnterAsync(hub.Dashboard);
        var strip = page.GetByRole(AriaRole.List, new() { Name = "Health" });
        await Expect(strip.GetByRole(AriaRole.Link)).ToHaveCountAsync(5);
        await Expect(Sign(strip, "Sum of balances")).ToContainTextAsync("wrong");
        await Expect(Sign(strip, "Sum of balances")).ToContainTextAsync("off by 5 PTS");
        await Expect(Sign(strip, "Sum of balances")).ToHaveAttributeAsync("data-level", "bad");
        await Expect(Sign(strip, "Ledger writer")).ToContainTextAsync("good");
        await Expect(Sign(strip, "Disk")).ToContainTextAsync("free");
        await Expect(Sign(strip, "Last backup")).ToContainTextAsync("never");
        TestDatabase.Execute(file, "UPDATE accounts SET balance = balance - 5 WHERE name = 'alice'");

        await Sign(strip, "Last verification").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify now" }).ClickAsync();
        await Expect(page.GetByText("Everything agrees")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).First.ClickAsync();
        await Expect(Sign(strip, "Last verification")).ToHaveAttributeAsync("data-level", "good");
    }

    private static ILocator Sign(ILocator strip, string name) => strip.GetByRole(AriaRole.Link).Filter(new() { HasText = name });
}
