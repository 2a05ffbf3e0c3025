using System.Text.Json;
using Microsoft.Playwright;

namespace PayHub.Bench.Dashboards;

/// <summary>The machine's Chromium with the dashboard in many tabs, each a circuit of its own, over the live pages by turns.</summary>
internal sealed class BrowserTabs : OpenDashboards
{
    // Date.now() is the clock by which the payers note their answers. One note for each render that brings a newer transfer.
    private const string Watch = """
        () => {
          const seen = window.payhubSeen = [];
          const note = () => {
            const id = Number(document.querySelector('.ph-ledger tbody .ph-id a')?.textContent.slice(1) ?? 0);
            if (id > (seen.at(-1)?.id ?? 0)) seen.push({ at: Date.now(), id });
          };
          note();
          new MutationObserver(note).observe(document.body, { childList: true, subtree: true, characterData: true });
        }
        """;

    private static readonly string[] Flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
    // The shell last: it draws all tabs, where a whole browser draws the one in front, as an operator's does.
    private static readonly string[] UsualPlaces = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/chromium-headless-shell"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly List<IPage> _ledgers = [];

    private BrowserTabs(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public override string Kind => "tabs of one Chromium, which shares the hub's cores";

    public override string Place => "screen";

    /// <summary>Signs in and opens the tabs; the first shows the ledger.</summary>
    public static async Task<OpenDashboards> OpenAsync(Uri dashboard, int count)
    {
        var program = Find();
        var playwright = await Playwright.CreateAsync();
        var browser = await LaunchAsync(playwright, program);
        var open = new BrowserTabs(playwright, browser);
        try
        {
            var context = await browser.NewContextAsync(new BrowserNewContextOptions { Locale = "en-GB" });
            var first = await context.NewPageAsync();
            await SignInAsync(first, dashboard);
            for (var i = 0; i < count; i++)
                await open.ShowAsync(i == 0 ? first : await context.NewPageAsync(), dashboard, Paths[i % Paths.Length]);
            return open;
        }
        catch
        {
            await open.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private protected override async Task<IReadOnlyList<IReadOnlyList<Seen>>> SeenAsync()
    {
        var all = new List<IReadOnlyList<Seen>>();
        foreach (var page in _ledgers)
            all.Add(JsonSerializer.Deserialize<List<Seen>>(await page.EvaluateAsync<string>("() => JSON.stringify(window.payhubSeen)"), JsonSerializerOptions.Web)!);
        return all;
    }

    private static async Task<IBrowser> LaunchAsync(IPlaywright playwright, string program)
    {
        try
        {
            return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = program, Args = Flags });
        }
        catch
        {
            playwright.Dispose();
            throw;
        }
    }

    private static async Task SignInAsync(IPage page, Uri dashboard)
    {
        await page.GotoAsync(new Uri(dashboard, "/account/sign-in").ToString());
        await page.GetByLabel("E-mail").FillAsync(Email);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await WaitUntilLiveAsync(page);
    }

    private async Task ShowAsync(IPage page, Uri dashboard, string path)
    {
        await page.GotoAsync(new Uri(dashboard, path).ToString());
        await WaitUntilLiveAsync(page);
        if (path != Paths[0])
            return;
        await page.EvaluateAsync(Watch);
        _ledgers.Add(page);
    }

    private static Task WaitUntilLiveAsync(IPage page) => page.Locator(".ph-live:not([data-live=no])").WaitForAsync();

    private static string Find()
    {
        var named = Environment.GetEnvironmentVariable("PAYHUB_CHROMIUM");
        var found = named is { Length: > 0 } ? named : UsualPlaces.FirstOrDefault(File.Exists);
        return found is not null && File.Exists(found)
            ? found
            : throw new BenchException($"No Chromium: {named ?? string.Join(", ", UsualPlaces)} is not there. Install the package chromium, or set PAYHUB_CHROMIUM to its path.");
    }
}
