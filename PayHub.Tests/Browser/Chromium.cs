using Microsoft.Playwright;
using PayHub.Tests.Browser;
using PayHub.Tests.Support;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace PayHub.Tests.Browser;

/// <summary>The machine's own Chromium, started once. Without one the tests that need it are skipped, or fail where it is required.</summary>
public sealed class Chromium : IAsyncDisposable
{
    /// <summary>Where its clock is.</summary>
    public const string Zone = "Asia/Taipei";

    private const float Patience = 20_000;

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    // The shell has no windows of its own to draw: the tests take half of the time with it.
    private static readonly string[] UsualPlaces =
        ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly SemaphoreSlim _starting = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Opens a page with cookies of its own. Disposing it fails the test on any error in the browser's console.</summary>
    public async Task<WatchedPage> OpenAsync(int width = 1280, int height = 800)
    {
        var browser = await BrowserAsync();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            TimezoneId = Zone,
            Locale = "en-GB",
            ReducedMotion = ReducedMotion.Reduce,
        });
        return await WatchedPage.OpenAsync(context);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _starting.Dispose();
    }

    private async Task<IBrowser> BrowserAsync()
    {
        await _starting.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            // What must be there at once says so itself; all else is only bounded, as the machine may be busy.
            Assertions.SetDefaultExpectTimeout(Patience);
            return _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Find(), Args = Flags });
        }
        finally
        {
            _starting.Release();
        }
    }

    private static string Find()
    {
        var named = Environment.GetEnvironmentVariable("PAYHUB_CHROMIUM");
        var found = named is { Length: > 0 } ? named : UsualPlaces.FirstOrDefault(File.Exists);
        if (found is not null && File.Exists(found))
            return found;
        throw TestEnvironment.Missing(
            "PAYHUB_REQUIRE_BROWSER",
            $"No Chromium: {named ?? string.Join(", ", UsualPlaces)} is not there. Install the package chromium-headless-shell or chromium, or set PAYHUB_CHROMIUM to its path.");
    }
}
