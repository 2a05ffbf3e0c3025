using Microsoft.Playwright;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>The page of one account: what it shows, live.</summary>
public sealed class AccountScreenTests(Chromium chromium)
{
    private static readonly LocatorAssertionsToHaveTextOptions SoonText = new() { Timeout = Operating.Soon };

    [Fact]
    public async Task It_shows_money_sessions_friends_and_key_and_follows_a_payment()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var alice = await TestWallet.OpenAsync(hub, "Alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        await using var carol = await TestWallet.OpenAsync(hub, "carol");
        Assert.StartsWith("100 OK", await bob.AskAsync("FRIEND#ADD#alice"), StringComparison.Ordinal);
        Assert.Equal("* FRIEND#bob#incoming", await alice.ReadLineAsync());
        Assert.StartsWith("100 OK", await carol.AskAsync("FRIEND#BLOCK#alice"), StringComparison.Ordinal);
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAccountAsync(hub, "alice");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Alice", Exact = true })).ToBeVisibleAsync();
        await Expect(page.Balance()).ToHaveTextAsync("10,000PTS");
        await Expect(page.GetByText(alice.Identity.Public.Fingerprint)).ToBeVisibleAsync();
        await Expect(page.Locator("#friends ~ *").GetByRole(AriaRole.Link, new() { Name = "bob" })).ToBeVisibleAsync();
        await Expect(page.GetByText("was asked by them")).ToBeVisibleAsync();
        await Expect(page.GetByText("is blocked by them")).ToBeVisibleAsync();
        await Expect(page.Locator(".ph-online-now")).ToContainTextAsync("TLS");

        Assert.StartsWith("100 OK", await alice.AskAsync(alice.Sign(137, "bob")), StringComparison.Ordinal);
        await Expect(page.Balance()).ToHaveTextAsync("9,863PTS", SoonText);
        var row = page.Locator(".ph-history tbody tr").First;
        await Expect(row).ToContainTextAsync("Debit");
        await Expect(row).ToContainTextAsync("\u2212137");
        await Expect(row).ToContainTextAsync("9,863");
        await Expect(row.GetByRole(AriaRole.Link, new() { Name = "bob" })).ToHaveAttributeAsync("href", "/accounts/bob");
        await Expect(row.GetByRole(AriaRole.Link, new() { Name = "#4" })).ToHaveAttributeAsync("href", "/ledger/4");
        await Expect(page.Locator(".ph-chart figcaption")).ToContainTextAsync("last 9,863 PTS", new() { Timeout = Operating.Soon });

        await row.GetByRole(AriaRole.Link, new() { Name = "bob" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "bob", Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator(".ph-history tbody tr").First).ToContainTextAsync("Credit");
        await page.GetByRole(AriaRole.Link, new() { Name = "7 days" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/accounts/bob?range=7d").ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "All transfers of bob" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/ledger?account=bob").ToString());
    }

    [Fact]
    public async Task Past_sessions_are_paged_by_key_and_say_why_they_ended()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using (var alice = await hub.LogInAsync("alice"))
        {
            for (var i = 0; i < 12; i++)
                await alice.LogInAsync("alice", 7100 + i);
            Assert.Equal("Bye", await alice.AskAsync("Exit"));
        }
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAccountAsync(hub, "alice");
        var rows = page.Locator(".ph-sessions tbody tr");
        await Expect(rows).ToHaveCountAsync(10);
        await Expect(rows.First).ToContainTextAsync("7111");
        await Expect(rows.First).ToContainTextAsync("left");
        await page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await Expect(rows).ToHaveCountAsync(3);
        await Expect(rows.Last).ToContainTextAsync("7001");
        await Expect(rows.Last).ToContainTextAsync("logged in anew");
        await page.GetByRole(AriaRole.Link, new() { Name = "Newest" }).ClickAsync();
        await Expect(rows.First).ToContainTextAsync("7111");
    }

    [Fact]
    public async Task Who_is_unknown_is_said_to_be_and_the_hubs_own_account_has_no_actions()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var alice = await hub.LogInAsync("alice");
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAccountAsync(hub, "ali");
        await Expect(page.GetByText("No account is called “ali”")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Search accounts" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "alice" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "alice", Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "@issuance" }).ClickAsync();
        await Expect(page.GetByText("The hub's own account")).ToBeVisibleAsync();
        await Expect(page.Balance()).ToHaveTextAsync("\u221210,000PTS");
        await Expect(page.Button("Deposit …")).ToHaveCountAsync(0);
        await Expect(page.Button("Freeze …")).ToHaveCountAsync(0);
    }
}
