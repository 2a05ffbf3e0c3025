using Microsoft.Playwright;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>The search box in the header, by the keyboard alone.</summary>
public sealed class SearchBoxTests(Chromium chromium)
{
    [Fact]
    public async Task Slash_goes_there_and_what_is_typed_is_found_as_one_types()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var alice = await hub.LogInAsync("alice");
        await using var alina = await hub.LogInAsync("alina", 7002);
        await page.EnterAsync(hub.Dashboard);
        var box = page.GetByRole(AriaRole.Combobox, new() { Name = "Search accounts, payments and ids" });
        await page.Keyboard.PressAsync("/");
        await Expect(box).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("ali");
        await Expect(page.GetByRole(AriaRole.Option)).ToContainTextAsync(["alice", "alina"]);
        await Expect(box).ToHaveAttributeAsync("aria-expanded", "true");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByRole(AriaRole.Option, new() { Selected = true })).ToContainTextAsync("alina");
        await Expect(box).ToHaveAttributeAsync("aria-activedescendant", await page.GetByRole(AriaRole.Option, new() { Selected = true }).GetAttributeAsync("id") ?? "");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/accounts/alina").ToString());
        await Expect(box).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Enter_goes_straight_to_the_one_that_is_meant()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var al = await hub.LogInAsync("al");
        await using var alice = await hub.LogInAsync("alice", 7002);
        await page.EnterAsync(hub.Dashboard);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("AL");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/accounts/al").ToString());

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("#2");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/ledger/2").ToString());
    }

    [Fact]
    public async Task Escape_closes_and_a_slash_in_a_field_is_a_slash()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync(360, 780);
        var page = watched.Page;
        await page.EnterAsync(hub.Dashboard);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("no/body");
        await Expect(page.GetByText("Nothing found for “no/body”")).ToBeVisibleAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", "search-none-360.png") });
        var box = page.GetByRole(AriaRole.Combobox, new() { Name = "Search accounts, payments and ids" });
        await Expect(box).ToHaveValueAsync("no/body");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByText("Nothing found")).ToHaveCountAsync(0);
        await Expect(box).ToHaveValueAsync("");
        await page.Keyboard.PressAsync("Escape");
        await Expect(box).Not.ToBeFocusedAsync();
    }
}
