using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PayHub.Tests.Support;

namespace PayHub.Tests.Browser;

/// <summary>No serious accessibility fault on any page, by axe.</summary>
public sealed class AxeTests(Chromium chromium)
{
    private static readonly AxeRunOptions Contrast = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } };

    [Fact]
    public async Task On_a_hub_at_work_no_page_and_no_dialog_has_a_serious_fault()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var stage = await Stage.SetAsync(hub);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.ChooseAsync(hub, "light", "en");
        var faults = await WalkAsync(page, hub, Pages.Outside);
        await page.SignInAsync(hub.Dashboard);
        faults.AddRange(await WalkAsync(page, hub, Pages.Live.Concat(Pages.OfStage).Concat(Pages.Plain)));
        foreach (var dialog in Pages.Dialogs)
        {
            await page.OpenDialogAsync(hub, dialog);
            faults.AddRange(Serious(await page.GetByRole(AriaRole.Dialog).RunAxe(), $"{dialog.Page}: {dialog.Button}"));
        }
        await page.WalkToAsync(hub, "/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Operator menu" }).ClickAsync();
        faults.AddRange(Serious(await page.RunAxe(), "the operator menu"));
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("ma");
        await page.GetByRole(AriaRole.Option).First.WaitForAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        faults.AddRange(Serious(await page.RunAxe(), "what a search found"));
        None(faults);
    }

    [Fact]
    public async Task Its_dark_colours_can_be_read()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var stage = await Stage.SetAsync(hub);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.ChooseAsync(hub, "dark", "en");
        await page.SignInAsync(hub.Dashboard);
        None(await WalkAsync(page, hub, Pages.Live, Contrast));
    }

    [Fact]
    public async Task On_an_empty_hub_no_page_has_a_serious_fault()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenNarrowAsync();
        var page = watched.Page;
        await page.ChooseAsync(hub, "dark", "zh-Hant");
        var faults = await WalkAsync(page, hub, Pages.Outside);
        await page.ChooseAsync(hub, "dark", "en");
        await page.SignInAsync(hub.Dashboard);
        faults.AddRange(await WalkAsync(page, hub, Pages.Live.Concat(Pages.Plain)));
        watched.ExpectTrouble();
        faults.AddRange(await WalkAsync(page, hub, [Pages.Missing]));
        None(faults);
    }

    private static async Task<List<string>> WalkAsync(IPage page, Hub hub, IEnumerable<string> addresses, AxeRunOptions? options = null)
    {
        var faults = new List<string>();
        foreach (var address in addresses)
        {
            await page.WalkToAsync(hub, address);
            faults.AddRange(Serious(await page.RunAxe(options), address));
        }
        return faults;
    }

    private static IEnumerable<string> Serious(AxeResult found, string where) =>
        from violation in found.Violations
        where violation.Impact is "serious" or "critical"
        from node in violation.Nodes
        select $"{where}: {violation.Id} ({violation.Impact}): {node.Html} {string.Join("; ", node.Any.Select(check => check.Message))}";

    private static void None(List<string> faults)
    {
        if (faults.Count > 0)
            Assert.Fail(string.Join('\n', faults));
    }
}
