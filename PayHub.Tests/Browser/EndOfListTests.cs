using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Queries;
using PayHub.Data.Storage;
using PayHub.Tests.Support;
using PayHub.Tests.Web;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>Places in a list at which there is nothing to see: nobody is left there without a way on.</summary>
public sealed class EndOfListTests(Chromium chromium)
{
    [Fact]
    public async Task A_page_behind_the_last_one_says_so_and_leads_back()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var stage = await Stage.SetAsync(hub);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        foreach (var address in new[]
        {
            "/ledger?before=1", "/ledger?kind=payment&before=1", "/accounts?after=1", "/accounts?status=active&after=1", "/audit?before=1", "/refused?before=1", "/api-keys?before=1",
        })
        {
            await page.WalkToAsync(hub, address);
            await Expect(page.GetByText("No more on this page")).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Back to the beginning of the list" }).ClickAsync();
            await Expect(page.Locator("tbody tr").First).ToBeVisibleAsync();
            await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, address.Split("before=1")[0].Split("after=1")[0].TrimEnd('?', '&')).ToString());
        }
    }

    [Fact]
    public async Task A_search_that_stopped_early_goes_on_and_leads_back()
    {
        await using var hub = Hub.Start(
            services => services.AddSingleton(p => new LedgerQueries(p.GetRequiredService<PayHubDatabase>(), new HurryingClock(TimeSpan.FromMilliseconds(30)))),
            Operating.WithOperator);
        await using var alice = await hub.LogInAsync("alice");
        var desk = hub.Services.GetRequiredService<OperatorDesk>();
        await Task.WhenAll(Enumerable.Range(0, 3000).Select(i => desk.DepositAsync(
            "alice", new Money(1), new OperatorAct("id", Operating.Email, "-", "account.deposit", "account", "alice", "one of many"))));
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/ledger?min=5");
        // Each piece seems to take 30 ms, so each is half as long as the one before: 1000 + 500 + 250.
        await Expect(page.GetByText("Looked at 1,750 transfers")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Back to the beginning of the list" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Keep looking" }).ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await page.ShowAsync(hub.Dashboard, "/ledger?min=5&before=2500");
        await Expect(page.GetByText("Looked at 1,750 transfers")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to the beginning of the list" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/ledger?min=5").ToString());
    }
}
