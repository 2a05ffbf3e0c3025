using Microsoft.Playwright;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>Every page at the widths that it is made for; the pictures are under <c>screenshots</c> beside the tests.</summary>
public sealed class LooksTests(Chromium chromium)
{
    private static readonly string[] Pages = ["overview", "online", "accounts", "ledger", "connect"];

    [Theory]
    [InlineData(360, "light")]
    [InlineData(360, "dark")]
    [InlineData(768, "light")]
    [InlineData(768, "dark")]
    [InlineData(1440, "light")]
    [InlineData(1440, "dark")]
    public async Task Every_page_fits_the_screen(int width, string theme)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var market = await Market.OpenAsync(hub);
        await using var watched = await chromium.OpenAsync(width, width < 500 ? 780 : 900);
        var page = watched.Page;
        await page.Context.AddCookiesAsync([new Cookie { Name = "payhub-theme", Value = theme, Url = hub.Dashboard.ToString() }]);
        await page.SignInAsync(hub.Dashboard);
        foreach (var name in Pages)
        {
            await ShowAsync(page, hub, name);
            var tooWide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - window.innerWidth");
            Assert.True(tooWide <= 0, $"{name} is {tooWide} px wider than {width} px");
            await PictureAsync(page, $"{name}-{width}-{theme}");
        }
        await ShowAsync(page, hub, "accounts");
        await page.GetByRole(AriaRole.Button, new() { Name = "A new key for maria" }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("lost her phone");
        await PictureAsync(page, $"enrolment-reason-{width}-{theme}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open the window for maria" }).ClickAsync();
        await Expect(page.Locator("[data-enrolment-code]")).ToBeVisibleAsync();
        await PictureAsync(page, $"enrolment-code-{width}-{theme}");
    }

    [Theory]
    [InlineData("overview")]
    [InlineData("online")]
    [InlineData("ledger")]
    public async Task The_pictures_of_the_README_show_a_live_hub(string name)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var market = await Market.OpenAsync(hub);
        await using var watched = await chromium.OpenAsync(1280, 800);
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await ShowAsync(page, hub, name);
        var picture = await page.ScreenshotAsync();
        if (Environment.GetEnvironmentVariable("PAYHUB_WRITE_IMAGES") != "1")
            return;
        var folder = Directory.CreateDirectory(Path.Combine(TestEnvironment.RepositoryRoot, "docs", "images"));
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, $"{name}.png"), picture, TestContext.Current.CancellationToken);
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        await StillAsync(page);
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}.png") });
    }

    private static async Task ShowAsync(IPage page, Hub hub, string name)
    {
        await page.ShowAsync(hub.Dashboard, name == "overview" ? "/" : "/" + name);
        await Expect(page.GetByText(name == "connect" ? "REGISTER#alice" : "maria").First).ToBeVisibleAsync();
        await StillAsync(page);
    }

    // The highlight of new rows is over, and the picture is the same each time.
    private static async Task StillAsync(IPage page) => await page.EvaluateAsync("() => document.getAnimations().filter(a => a.effect.getComputedTiming().endTime !== Infinity).forEach(a => a.finish())");
}
