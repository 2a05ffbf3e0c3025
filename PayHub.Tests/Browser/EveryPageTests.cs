using Microsoft.Playwright;
using PayHub.Tests.Support;

namespace PayHub.Tests.Browser;

/// <summary>No page and no dialog is too wide for a screen or has a serious accessibility fault: in light colours and English.</summary>
public sealed class EveryPageTests(Chromium chromium)
{
    [Fact]
    public async Task On_a_hub_at_work_every_page_and_dialog_fits_and_can_be_used_by_everyone()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var stage = await Stage.SetAsync(hub);
        await using var watched = await chromium.OpenAsync(1440, 900);
        var page = watched.Page;
        await page.ChooseAsync(hub, "light", "en");
        var walk = new PageWalk(page, hub, "light", isChinese: false);
        await walk.SeeAsync(Pages.Outside);
        await page.SignInAsync(hub.Dashboard);
        await walk.SeeAsync(Pages.Live.Concat(Pages.OfStage).Concat(Pages.Plain));
        await walk.OpenAsync(Pages.Dialogs);

        await page.WalkToAsync(hub, "/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Operator menu" }).ClickAsync();
        await walk.CheckAsync("the operator menu");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("ma");
        await page.GetByRole(AriaRole.Option).First.WaitForAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await walk.CheckAsync("what a search found");
        walk.ExpectNoFault();
    }
}

/// <summary>The same in dark colours and Chinese, of which no word may be missing, and with amounts that have decimals.</summary>
public sealed class EveryPageInChineseTests(Chromium chromium)
{
    [Fact]
    public async Task On_a_hub_at_work_every_page_and_dialog_fits_can_be_used_by_everyone_and_has_no_English_left()
    {
        await using var hub = Hub.Start([.. Operating.WithOperator, ("PayHub:Currency:Decimals", "2")]);
        await using var stage = await Stage.SetAsync(hub);
        await using var watched = await chromium.OpenNarrowAsync();
        var page = watched.Page;
        await page.ChooseAsync(hub, "dark", "zh-Hant");
        var walk = new PageWalk(page, hub, "dark", isChinese: true);
        await walk.SeeAsync(Pages.Outside);
        await page.SignInAsync(hub.Dashboard);
        await walk.SeeAsync(Pages.Live.Concat(Pages.OfStage).Concat(Pages.Plain));
        await walk.OpenAsync(Pages.Dialogs);
        walk.ExpectNoFault();
    }

    [Fact]
    public async Task On_an_empty_hub_every_page_can_be_used_by_everyone_and_has_no_English_left()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.ChooseAsync(hub, "dark", "zh-Hant");
        var walk = new PageWalk(page, hub, look: null, isChinese: true);
        await page.SignInAsync(hub.Dashboard);
        await walk.SeeAsync(Pages.Live);
        watched.ExpectTrouble();
        await walk.SeeAsync([Pages.Missing]);
        walk.ExpectNoFault();
    }
}
