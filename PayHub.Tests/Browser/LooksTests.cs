using Microsoft.Playwright;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>Every page at the widths that it is made for; the pictures are under <c>screenshots</c> beside the tests.</summary>
public sealed class LooksTests(Chromium chromium)
{
    [Theory]
    [InlineData(360, "light", "en")]
    [InlineData(360, "dark", "zh-Hant")]
    [InlineData(768, "light", "zh-Hant")]
    [InlineData(768, "dark", "en")]
    [InlineData(1440, "light", "en")]
    [InlineData(1440, "dark", "zh-Hant")]
    public async Task Every_page_fits_the_screen(int width, string theme, string language)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var stage = await Stage.SetAsync(hub);
        await using var watched = await chromium.OpenAsync(width, width < 500 ? 780 : 900);
        var page = watched.Page;
        await page.ChooseAsync(hub, theme, "en");
        await page.SignInAsync(hub.Dashboard);
        await page.ChooseAsync(hub, theme, language);
        foreach (var address in Pages.Live.Concat(Pages.OfStage).Concat(Pages.Plain))
        {
            await page.WalkToAsync(hub, address);
            await ExpectFitAsync(page, width, $"{address}-{width}-{theme}");
        }
        foreach (var dialog in Pages.Dialogs)
        {
            await page.OpenDialogAsync(hub, dialog, language == "en" ? null : key => LanguageTests.Chinese[key]);
            await ExpectFitAsync(page, width, $"{dialog.Page}-{dialog.Button.Split(' ')[0]}-{width}-{theme}");
        }
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
        await page.WalkToAsync(hub, name == "overview" ? "/" : "/" + name);
        await Expect(page.GetByText("maria").First).ToBeVisibleAsync();
        await page.StillAsync();
        var picture = await page.ScreenshotAsync();
        if (Environment.GetEnvironmentVariable("PAYHUB_WRITE_IMAGES") != "1")
            return;
        var folder = Directory.CreateDirectory(Path.Combine(TestEnvironment.RepositoryRoot, "docs", "images"));
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, $"{name}.png"), picture, TestContext.Current.CancellationToken);
    }

    private static async Task ExpectFitAsync(IPage page, int width, string name)
    {
        var file = string.Concat(name.Trim('/').Select(c => char.IsLetterOrDigit(c) || c == '-' ? c : '_'));
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{file}.png") });
        var tooWide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - window.innerWidth");
        Assert.True(tooWide <= 0, $"{name} is {tooWide} px wider than {width} px");
    }
}
