using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PayHub.Data;
using PayHub.Data.Integrity;
using PayHub.Data.Ledger;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>The pages that watch over the hub, at the widths and in the themes that they are made for.</summary>
public sealed class OperationsLooksTests(Chromium chromium)
{
    [Theory]
    [InlineData("light", "en")]
    [InlineData("dark", "zh-Hant")]
    public async Task They_fit_the_screen(string theme, string language)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var market = await Market.OpenAsync(hub);
        var desk = hub.Services.GetRequiredService<OperatorDesk>();
        var act = new OperatorAct("id-ann", Operating.Email, "192.0.2.7", "account.deposit", "account", "maria", "Paid in at the desk, receipt 4711");
        await desk.DepositAsync("maria", new Money(2500), act);
        await desk.SetStatusAsync("li.wei", Data.Model.AccountStatus.Frozen, act with { Action = "account.freeze", TargetId = "li.wei", Reason = "asked for it by phone" });
        await hub.Services.GetRequiredService<BackupShelf>().MakeAsync(null, TestContext.Current.CancellationToken);
        await using var watched = await chromium.OpenNarrowAsync();
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await page.Context.AddCookiesAsync(
        [
            new Cookie { Name = "payhub-theme", Value = theme, Url = hub.Dashboard.ToString() },
            new Cookie { Name = "payhub-language", Value = $"c={language}|uic={language}", Url = hub.Dashboard.ToString() },
        ]);
        hub.Services.GetRequiredService<Verification>().TryStart(Operating.Email);
        foreach (var name in new[] { "", "online", "integrity", "audit" })
        {
            await page.ShowAsync(hub.Dashboard, "/" + name);
            await Expect(page.Locator(name switch { "" => ".ph-chart-bar", "integrity" => ".ph-verdict", _ => "tbody tr" }).First).ToBeAttachedAsync();
            await page.ExpectFitAsync($"ops-{(name.Length == 0 ? "overview" : name)}-{theme}");
        }
    }
}
