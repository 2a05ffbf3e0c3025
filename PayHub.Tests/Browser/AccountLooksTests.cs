using Microsoft.Playwright;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>The account pages and the operators' page fit every screen.</summary>
public sealed class AccountLooksTests(Chromium chromium)
{
    private static readonly string[] Pages = ["/account", "/account/passkeys", "/account/authenticator", "/account/password", "/account/recovery-codes"];

    [Theory]
    [InlineData(360, "light")]
    [InlineData(768, "dark")]
    [InlineData(1440, "light")]
    public async Task Every_page_fits_the_screen(int width, string theme)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, "a-rather-long-address.of.somebody@mail.example.org", "Cashier");
        await using var watched = await chromium.OpenAsync(width, 800);
        var page = watched.Page;
        await page.Context.AddCookiesAsync([new Cookie { Name = "payhub-theme", Value = theme, Url = hub.Dashboard.ToString() }]);
        await page.GotoAsync(new Uri(hub.Dashboard, "/account/sign-in").ToString());
        await PictureAsync(page, "sign-in", width, theme);
        await page.SignInAsync(hub.Dashboard);
        foreach (var address in Pages)
        {
            await page.GotoAsync(new Uri(hub.Dashboard, address).ToString());
            await PictureAsync(page, address[1..].Replace('/', '-'), width, theme);
        }
        await page.GotoAsync(new Uri(hub.Dashboard, "/account/authenticator").ToString());
        await page.GetByLabel("Your present password").FillAsync(Operating.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set it up" }).ClickAsync();
        await Expect(page.Locator("[data-key]")).ToBeVisibleAsync();
        await PictureAsync(page, "account-authenticator-key", width, theme);

        await page.ShowAsync(hub.Dashboard, "/operators");
        await Expect(page.GetByText(Operating.Email).First).ToBeVisibleAsync();
        await PictureAsync(page, "operators", width, theme);
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        await page.GetByLabel("E-mail").FillAsync("bob@example.org");
        await page.GetByLabel("Reason").FillAsync("joins the till");
        await PictureAsync(page, "operators-invite", width, theme);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        await Expect(page.Locator("[data-one-time-link]")).ToBeVisibleAsync();
        await PictureAsync(page, "operators-link", width, theme);
    }

    private static async Task PictureAsync(IPage page, string name, int width, string theme)
    {
        await page.EvaluateAsync("() => document.getAnimations().filter(a => a.effect.getComputedTiming().endTime !== Infinity).forEach(a => a.finish())");
        var tooWide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - window.innerWidth");
        Assert.True(tooWide <= 0, $"{name} is {tooWide} px wider than {width} px");
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}-{width}-{theme}.png"), FullPage = true });
    }
}
