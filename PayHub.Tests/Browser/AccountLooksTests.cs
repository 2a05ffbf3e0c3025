using Microsoft.Playwright;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>What the account pages and the operators' page show after a step fits every screen. The pages themselves are for <see cref="EveryPageTests"/>.</summary>
public sealed class AccountLooksTests(Chromium chromium)
{
    [Fact]
    public async Task They_fit_the_screen()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, "a-rather-long-address.of.somebody@mail.example.org", "Cashier");
        await using var watched = await chromium.OpenNarrowAsync();
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await page.GotoAsync(new Uri(hub.Dashboard, "/account/authenticator").ToString());
        await page.GetByLabel("Your present password").FillAsync(Operating.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set it up" }).ClickAsync();
        await Expect(page.Locator("[data-key]")).ToBeVisibleAsync();
        await page.ExpectFitAsync("account-authenticator-key");

        await page.ShowAsync(hub.Dashboard, "/operators");
        await Expect(page.Locator("main").GetByText(Operating.Email)).ToBeVisibleAsync();
        await page.ExpectFitAsync("operators");
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        await page.GetByLabel("E-mail").FillAsync("bob@example.org");
        await page.GetByLabel("Reason").FillAsync("joins the till");
        await page.ExpectFitAsync("operators-invite");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        await Expect(page.Locator("[data-one-time-link]")).ToBeVisibleAsync();
        await page.ExpectFitAsync("operators-link");
    }
}
