using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PayHub.Data.Storage;
using PayHub.Tests.Support;
using PayHub.Web.Security;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>The dashboard in Traditional Chinese: chosen in it, and kept. That it is whole is for <see cref="EveryPageInChineseTests"/>.</summary>
public sealed class LanguageTests(Chromium chromium)
{
    [Fact]
    public async Task The_language_is_chosen_in_the_menu_and_the_page_stays_where_it_was()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/ledger?kind=payment");
        await page.GetByRole(AriaRole.Button, new() { Name = "Operator menu" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "繁體中文" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "總帳", Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-Hant");
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/ledger?kind=payment").ToString());
        // Prerendering knows no data: this was said by the circuit.
        await Expect(page.GetByText("即時", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "操作人員選單" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Ledger", Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_circuit_that_was_lost_and_found_goes_on_in_its_language()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await page.ChooseAsync(hub, "light", "zh-Hant");
        await page.ShowAsync(hub.Dashboard, "/online");
        watched.ExpectTrouble();
        var ann = (await hub.Services.GetRequiredService<PayHubDatabase>().OpenRead().Users.SingleAsync(TestContext.Current.CancellationToken)).Id;
        hub.Services.GetRequiredService<OpenConnections>().End(ann);
        await Expect(page.GetByText("與中樞的連線中斷")).ToBeVisibleAsync();
        await Expect(page.GetByText("與中樞的連線中斷")).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "帳戶", Exact = true }).ClickAsync();
        await Expect(page.GetByText(English.Chinese["No accounts yet"])).ToBeVisibleAsync();
        await using var alice = await hub.LogInAsync("alice");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "alice" })).ToContainTextAsync(English.Chinese["online"], new() { Timeout = Operating.Soon });
    }
}
