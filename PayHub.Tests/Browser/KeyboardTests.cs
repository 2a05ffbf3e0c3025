using Microsoft.Playwright;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>The dashboard without a mouse.</summary>
public sealed class KeyboardTests(Chromium chromium)
{
    [Fact]
    public async Task Sign_in_find_an_account_and_open_its_payment_by_keys_alone()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        await Operating.PayAsync(alice, "alice", 55, bob, "bob");

        await page.GotoAsync(new Uri(hub.Dashboard, "/").ToString());
        await Expect(page.GetByLabel("E-mail")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(Operating.Email);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(Operating.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitUntilLiveAsync();

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("bob");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "bob", Exact = true })).ToBeFocusedAsync();
        await TabToAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "#3" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/ledger/3").ToString());
    }

    [Fact]
    public async Task The_way_to_the_content_skips_the_navigation()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.EnterAsync(hub.Dashboard);
        await page.GetByRole(AriaRole.Link, new() { Name = "Skip to content" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("main :focus")).ToHaveCountAsync(1);
    }

    private static async Task TabToAsync(IPage page, ILocator target)
    {
        const int Most = 60;
        for (var i = 0; i < Most; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await target.First.EvaluateAsync<bool>("e => e === document.activeElement"))
                return;
        }
        Assert.Fail("The keyboard does not get there.");
    }
}
