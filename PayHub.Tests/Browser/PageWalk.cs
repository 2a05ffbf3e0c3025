using Microsoft.Playwright;
using PayHub.Tests.Support;

namespace PayHub.Tests.Browser;

/// <summary>Walks through pages and dialogs, and gathers what is wrong with any of them. To load a page takes most of the time of what is asked of it.</summary>
/// <param name="page">The browser's page; the language and the theme are chosen.</param>
/// <param name="hub">The hub that it shows.</param>
/// <param name="look">What pictures are called by, such as the theme; null where pages are not turned to every width.</param>
/// <param name="isChinese">Whether no English may be left.</param>
internal sealed class PageWalk(IPage page, Hub hub, string? look, bool isChinese)
{
    private readonly List<string> _faults = [];

    /// <summary>Looks at pages.</summary>
    public async Task SeeAsync(IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            await GatherAsync(address, async () =>
            {
                await page.WalkToAsync(hub, address);
                await LookAsync(address == "/" ? "overview" : address, page.Locator("html"));
            });
        }
    }

    /// <summary>Opens dialogs and looks at them.</summary>
    public async Task OpenAsync(IEnumerable<(string Page, string Button, string? About)> dialogs)
    {
        foreach (var dialog in dialogs)
        {
            var name = $"{dialog.Page}-{dialog.Button.Split(' ')[0]}";
            await GatherAsync(name, async () =>
            {
                await page.OpenDialogAsync(hub, dialog, isChinese ? key => English.Chinese[key] : null);
                await LookAsync(name, page.GetByRole(AriaRole.Dialog));
            });
        }
    }

    /// <summary>Looks for serious accessibility faults alone.</summary>
    public async Task CheckAsync(string what) => _faults.AddRange(await page.Locator("html").SeriousFaultsAsync(what));

    /// <summary>Fails with all that was found.</summary>
    public void ExpectNoFault()
    {
        if (_faults.Count > 0)
            Assert.Fail(string.Join('\n', _faults.Distinct()));
    }

    // A page that does not come is a fault like others, and the rest is still looked at.
    private async Task GatherAsync(string what, Func<Task> see)
    {
        try
        {
            await see();
        }
        catch (Exception error) when (error is TimeoutException or PlaywrightException)
        {
            _faults.Add($"{what}: {error.Message}");
        }
    }

    private async Task LookAsync(string what, ILocator part)
    {
        if (look is not null)
            _faults.AddRange(await page.TooWideAsync($"{what}-{look}"));
        _faults.AddRange(await part.SeriousFaultsAsync(what));
        // The page for programmers is in the language of the API itself.
        if (isChinese && what != "/api")
            _faults.AddRange(await page.EnglishAsync(what));
    }
}
