using Microsoft.Playwright;

namespace PayHub.Tests.Browser;

/// <summary>The widths that every page is made for, in pixels.</summary>
internal static class Widths
{
    public const int Narrowest = 360;

    private const int Milliseconds = 5000;

    private static readonly (int Width, int Height)[] All = [(Narrowest, 780), (768, 900), (1440, 900)];

    /// <summary>Opens the browser at the narrowest.</summary>
    public static Task<WatchedPage> OpenNarrowAsync(this Chromium chromium) => chromium.OpenAsync(All[0].Width, All[0].Height);

    /// <summary>Expects that nothing is wider than the screen, and takes a picture, at each width; the pictures are under <c>screenshots</c> beside the tests.</summary>
    public static async Task ExpectFitAsync(this IPage page, string name)
    {
        var file = string.Concat(name.Trim('/').Select(c => char.IsLetterOrDigit(c) || c == '-' ? c : '_'));
        var before = page.ViewportSize!;
        foreach (var (width, height) in All)
        {
            await page.SetViewportSizeAsync(width, height);
            await page.StillAsync();
            await WaitUntilItFitsAsync(page, $"{name} at {width} px");
            await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{file}-{width}.png") });
        }
        await page.SetViewportSizeAsync(before.Width, before.Height);
    }

    // What hangs on the width of the screen takes its place a moment later.
    private static async Task WaitUntilItFitsAsync(IPage page, string what)
    {
        try
        {
            await page.WaitForFunctionAsync("() => document.documentElement.scrollWidth <= window.innerWidth", null, new() { Timeout = Milliseconds });
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{what} is {await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - window.innerWidth")} px too wide");
        }
    }
}
