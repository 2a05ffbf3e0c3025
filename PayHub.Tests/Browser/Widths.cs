using Microsoft.Playwright;
using PayHub.Tests.Support;

namespace PayHub.Tests.Browser;

/// <summary>The widths that every page is made for, in pixels.</summary>
internal static class Widths
{
    public const int Narrowest = 360;

    private const int Milliseconds = 5000;

    private static readonly (int Width, int Height)[] All = [(Narrowest, 780), (768, 900), (1440, 900)];

    /// <summary>Opens the browser at the narrowest.</summary>
    public static Task<WatchedPage> OpenNarrowAsync(this Chromium chromium) => chromium.OpenAsync(All[0].Width, All[0].Height);

    /// <summary>Expects that nothing is wider than the screen at any width.</summary>
    /// <param name="page">The page.</param>
    /// <param name="name">What faults and pictures are called by.</param>
    /// <param name="check">What else must hold at each width.</param>
    public static async Task ExpectFitAsync(this IPage page, string name, Func<Task>? check = null)
    {
        var faults = await page.TooWideAsync(name, check);
        if (faults.Count > 0)
            Assert.Fail(string.Join('\n', faults));
    }

    /// <summary>
    /// Where the page is wider than the screen, in words. Pictures of that, and of everything where <c>PAYHUB_SCREENSHOTS</c> is 1, are under
    /// <c>screenshots</c> beside the tests.
    /// </summary>
    public static async Task<IReadOnlyList<string>> TooWideAsync(this IPage page, string name, Func<Task>? check = null)
    {
        var (faults, before) = (new List<string>(), page.ViewportSize!);
        foreach (var (width, height) in All)
        {
            await page.SetViewportSizeAsync(width, height);
            await page.StillAsync();
            var excess = await ExcessAsync(page);
            if (excess > 0)
                faults.Add($"{name} at {width} px is {excess} px too wide");
            if (excess > 0 || TestEnvironment.TakesPictures)
                await page.ScreenshotAsync(new() { Path = Picture($"{name}-{width}") });
            if (check is not null)
                await check();
        }
        await page.SetViewportSizeAsync(before.Width, before.Height);
        return faults;
    }

    private static string Picture(string name) => Path.Combine(
        AppContext.BaseDirectory, "screenshots", string.Concat(name.Trim('/').Select(c => char.IsLetterOrDigit(c) || c == '-' ? c : '_')) + ".png");

    // What hangs on the width of the screen takes its place a moment later.
    private static async Task<int> ExcessAsync(IPage page)
    {
        try
        {
            await page.WaitForFunctionAsync("() => document.documentElement.scrollWidth <= window.innerWidth", null, new() { Timeout = Milliseconds });
            return 0;
        }
        catch (TimeoutException)
        {
            return await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - window.innerWidth");
        }
    }
}
