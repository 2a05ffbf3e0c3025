using Microsoft.Playwright;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>The account pages and the operators' page fit every screen.</summary>
public sealed class AccountLooksTests(Chromium chromium)
{
    private static readonly string[] Pages = ["/account", "/account/passkeys", "/account/authenticator", "/account/password", "/account/recovery-codes"];

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Every_page_fits_the_screen(string theme)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, "a-rather-long-address.of.somebody@mail.example.org", "Cashier");
        await using var watched = await chromium.OpenNarrowAsync();
        var page = watched.Page;
        await page.Context.AddCookiesAsync([new Cookie { Name = "payhub-theme", Value = theme, Url = hub.Dashboard.ToString() }]);
        await page.GotoAsync(new Uri(hub.Dashboard, "/account/sign-in").ToString());
        await page.ExpectFitAsync($"sign-in-{theme}");
        await page.SignInAsync(hub.Dashboard);
        foreach (var address in Pages)
        {
            await page.GotoAsync(new Uri(hub.Dashboard, address).ToString());
            await page.ExpectFitAsync($"{address[1..].Replace('/', '-')}-{theme}");
        }
        await page.GotoAsync(new Uri(hub.Dashboard, "/account/authenticator").ToString());
        await page.GetByLabel("Your present password").FillAsync(Operating.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set it up" }).ClickAsync();
        await Expect(page.Locator("[data-key]")).ToBeVisibleAsync();
        await page.ExpectFitAsync($"account-authenticator-key-{theme}");

        await page.ShowAsync(hub.Dashboard, "/operators");
        await Expect(page.Locator("main").GetByText(Operating.Email)).ToBeVisibleAsync();
        await page.ExpectFitAsync($"operators-{theme}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        await page.GetByLabel("E-mail").FillAsync("bob@example.org");
        await page.GetByLabel("Reason").FillAsync("joins the till");
        await page.ExpectFitAsync($"operators-invite-{theme}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        await Expect(page.Locator("[data-one-time-link]")).ToBeVisibleAsync();
        await page.ExpectFitAsync($"operators-link-{theme}");
    }
}
