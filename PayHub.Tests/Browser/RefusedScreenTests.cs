using Microsoft.Playwright;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

public sealed class RefusedScreenTests(Chromium chromium)
{
    [Fact]
    public async Task A_refused_payment_is_on_screen_within_a_second_with_the_reason_that_the_wallet_got()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        await page.EnterAsync(hub.Dashboard);
        await page.GetByRole(AriaRole.Link, new() { Name = "Refused", Exact = true }).ClickAsync();
        await Expect(page.GetByText("No payment was refused")).ToBeVisibleAsync();

        Assert.Equal("350 INSUFFICIENT_FUNDS", await alice.AskAsync(alice.Sign(10_001, "bob")));
        var rows = page.Locator("tbody tr");
        await Expect(rows).ToHaveCountAsync(1, new() { Timeout = Operating.Soon });
        await Expect(rows.First).ToContainTextAsync("The payer had too little350 INSUFFICIENT_FUNDS");
        await Expect(rows.First).ToContainTextAsync("10,001");
        Assert.Equal("250 UNKNOWN", await alice.AskAsync(alice.Sign(1, "nobody")));
        await Expect(rows).ToHaveCountAsync(2, new() { Timeout = Operating.Soon });
        await Expect(rows.First).ToContainTextAsync("no such account");

        await page.GetByLabel("Account", new() { Exact = true }).FillAsync("BOB");
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/refused?account=BOB").ToString());
        await page.ShowAsync(hub.Dashboard, "/refused?reason=unknownpayee");
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows.First).ToContainTextAsync("250 UNKNOWN");
        await rows.First.GetByRole(AriaRole.Link, new() { Name = "alice" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "alice" })).ToBeVisibleAsync();
    }
}
