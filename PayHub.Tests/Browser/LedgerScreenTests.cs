using Microsoft.Playwright;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

public sealed class LedgerScreenTests(Chromium chromium)
{
    [Fact]
    public async Task Filters_narrow_the_list_live_in_the_address_and_survive_a_reload()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        await using var carol = await hub.LogInAsync("carol", 7003);
        await Operating.PayAsync(alice, "alice", 15, bob, "bob");
        await Operating.PayAsync(alice, "alice", 25, carol, "carol");
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/ledger");
        var rows = page.Locator("tbody tr");
        await Expect(rows).ToHaveCountAsync(5);

        await page.GetByLabel("Account", new() { Exact = true }).FillAsync("CAROL");
        await Expect(rows).ToHaveCountAsync(2);
        await page.GetByLabel("Max amount").FillAsync("30");
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/ledger?account=CAROL&max=30").ToString());

        await page.ReloadAsync();
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows.First).ToContainTextAsync("25");
        await Operating.PayAsync(alice, "alice", 26, carol, "carol");
        await Expect(rows).ToHaveCountAsync(2, new() { Timeout = Operating.Soon });
        await Operating.PayAsync(alice, "alice", 27, bob, "bob");
        await Operating.PayAsync(alice, "alice", 28, carol, "carol");
        await Expect(rows).ToHaveCountAsync(3, new() { Timeout = Operating.Soon });

        await page.GetByLabel("Account", new() { Exact = true }).FillAsync("nobody");
        await Expect(page.GetByText("No account is called “nobody”")).ToBeVisibleAsync();
        await page.ShowAsync(hub.Dashboard, "/ledger?kind=opening");
        await Expect(rows).ToHaveCountAsync(3);
        await page.ShowAsync(hub.Dashboard, "/ledger?id=4");
        await Expect(rows).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("-5")]
    public async Task An_amount_that_is_none_is_said_so_and_changes_neither_table_nor_address(string wrong)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        await Operating.PayAsync(alice, "alice", 15, bob, "bob");
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/ledger?max=20");
        var rows = page.Locator("tbody tr");
        await Expect(rows).ToHaveCountAsync(1);
        var before = await rows.First.BoundingBoxAsync();

        await page.GetByLabel("Max amount").FillAsync(wrong);
        await Expect(page.GetByText("Not an amount")).ToBeVisibleAsync();
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/ledger?max=20").ToString());
        Assert.Equal(before!.Y, (await rows.First.BoundingBoxAsync())!.Y);
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", "ledger-wrong-amount.png") });

        await page.GotoAsync(new Uri(hub.Dashboard, "/ledger?account=bob&min=" + wrong).ToString());
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/ledger?account=bob").ToString());
        await Expect(rows).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task What_is_being_read_does_not_move_and_a_pill_counts_what_is_new()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync(width: 900, height: 500);
        var page = watched.Page;
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        for (var amount = 1; amount <= 60; amount++)
            await Operating.PayAsync(alice, "alice", amount, bob, "bob");
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/ledger");
        var first = page.Locator("tbody tr").First;
        var pill = page.Locator(".ph-pill");
        await Expect(first).ToContainTextAsync("#62");

        await page.Mouse.WheelAsync(0, 600);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Ledger", Exact = true })).Not.ToBeInViewportAsync();
        await Expect(page.Locator(".ph-live")).ToHaveAttributeAsync("data-live", "paused");
        await Operating.PayAsync(alice, "alice", 100, bob, "bob");
        await Operating.PayAsync(alice, "alice", 101, bob, "bob");
        await Expect(pill).ToHaveTextAsync("↑ 2 new", new() { Timeout = Operating.Soon });
        await Expect(first).ToContainTextAsync("#62");
        await pill.ClickAsync();
        await Expect(first).ToContainTextAsync("#64");
        await Expect(pill).ToBeHiddenAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await Expect(first).ToContainTextAsync("#14");
        await Expect(page.GetByText("Paused while you read")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Ledger", Exact = true })).ToBeInViewportAsync();
        await Operating.PayAsync(alice, "alice", 102, bob, "bob");
        await Expect(pill).ToHaveTextAsync("↑ 1 new", new() { Timeout = Operating.Soon });
        await Expect(first).ToContainTextAsync("#14");
        await page.GetByRole(AriaRole.Link, new() { Name = "Newer" }).ClickAsync();
        await Expect(first).ToContainTextAsync("#64");
        await page.GetByRole(AriaRole.Link, new() { Name = "Newer" }).ClickAsync();
        await Expect(first).ToContainTextAsync("#65");
        await Expect(pill).ToBeHiddenAsync();
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/ledger").ToString());
    }
}
