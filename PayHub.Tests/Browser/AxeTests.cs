using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PayHub.Tests.Support;

namespace PayHub.Tests.Browser;

/// <summary>No serious accessibility fault on any page, by axe.</summary>
public sealed class AxeTests(Chromium chromium)
{
    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task On_a_hub_at_work_no_page_and_no_dialog_has_a_serious_fault(string theme)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var stage = await Stage.SetAsync(hub);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await page.ChooseAsync(hub, theme, "en");
        var faults = new List<string>();
        foreach (var address in Pages.Live.Concat(Pages.OfStage))
        {
            await page.WalkToAsync(hub, address);
            faults.AddRange(await FaultsAsync(page, address));
        }
        foreach (var dialog in Pages.Dialogs)
        {
            await page.OpenDialogAsync(hub, dialog);
            faults.AddRange(await FaultsAsync(page, $"{dialog.Page}: {dialog.Button}"));
        }
        await page.WalkToAsync(hub, "/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Operator menu" }).ClickAsync();
        faults.AddRange(await FaultsAsync(page, "the operator menu"));
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("ma");
        await page.GetByRole(AriaRole.Option).First.WaitForAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        faults.AddRange(await FaultsAsync(page, "what a search found"));
        None(faults);
    }

    [Theory]
    [InlineData("light", 1280)]
    [InlineData("dark", 360)]
    public async Task On_an_empty_hub_no_page_has_a_serious_fault(string theme, int width)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync(width, 800);
        var page = watched.Page;
        await page.ChooseAsync(hub, theme, "zh-Hant");
        var faults = new List<string>();
        foreach (var address in Pages.Outside)
        {
            await page.WalkToAsync(hub, address);
            faults.AddRange(await FaultsAsync(page, address));
        }
        await page.ChooseAsync(hub, theme, "en");
        await page.SignInAsync(hub.Dashboard);
        foreach (var address in Pages.Live.Concat(Pages.Plain))
        {
            await page.WalkToAsync(hub, address);
            faults.AddRange(await FaultsAsync(page, address));
        }
        watched.ExpectTrouble();
        await page.WalkToAsync(hub, Pages.Missing);
        faults.AddRange(await FaultsAsync(page, Pages.Missing));
        None(faults);
    }

    private static async Task<IEnumerable<string>> FaultsAsync(IPage page, string where) =>
        from violation in (await page.RunAxe()).Violations
        where violation.Impact is "serious" or "critical"
        from node in violation.Nodes
        select $"{where}: {violation.Id} ({violation.Impact}): {node.Html} {string.Join("; ", node.Any.Select(check => check.Message))}";

    private static void None(List<string> faults)
    {
        if (faults.Count > 0)
            Assert.Fail(string.Join('\n', faults));
    }
}
