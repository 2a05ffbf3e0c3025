using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

public sealed class ReadmePicturesTests(Chromium chromium)
{
    [Theory]
    [InlineData("overview")]
    [InlineData("online")]
    [InlineData("ledger")]
    public async Task The_pictures_of_the_README_show_a_live_hub(string name)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PAYHUB_WRITE_IMAGES") == "1", "They are taken anew where PAYHUB_WRITE_IMAGES is 1.");
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var market = await Market.OpenAsync(hub);
        await using var watched = await chromium.OpenAsync(1280, 800);
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await page.WalkToAsync(hub, name == "overview" ? "/" : "/" + name);
        await Expect(page.GetByText("maria").First).ToBeVisibleAsync();
        await page.StillAsync();
        var picture = await page.ScreenshotAsync();
        var folder = Directory.CreateDirectory(Path.Combine(TestEnvironment.RepositoryRoot, "docs", "images"));
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, $"{name}.png"), picture, TestContext.Current.CancellationToken);
    }
}
