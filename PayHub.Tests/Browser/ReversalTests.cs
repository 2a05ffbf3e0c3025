using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using PayHub.Data.Model;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>Who may move money back, how much, and that it is written down.</summary>
public sealed class ReversalTests(Chromium chromium)
{
    private const string Carl = "carl@example.org";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Cashier_moves_a_part_back_and_then_the_rest()
    {
        await using var hub = await PaidAsync();
        await Operating.NewOperatorAsync(hub, Carl, OperatorRoles.Cashier);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await OpenDialogAsync(page, hub, Carl);
        var amount = page.GetByLabel("Amount, at most");
        await Expect(amount).ToHaveValueAsync("100");
        await Expect(page.GetByText("This moves money back from bob to alice")).ToBeVisibleAsync();
        var act = page.GetByRole(AriaRole.Button, new() { Name = "Move" });
        await Expect(act).ToBeDisabledAsync();
        await page.GetByLabel("Reason").FillAsync("=paid twice");
        await amount.FillAsync("101");
        await Expect(page.GetByText("More than is left")).ToBeVisibleAsync();
        await Expect(act).ToBeDisabledAsync();
        await amount.FillAsync("40");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move 40 PTS from bob to alice" }).ClickAsync();
        await Expect(page.Locator(".ph-facts").Filter(new() { HasText = "Left to reverse" })).ToContainTextAsync("60");

        await page.GetByRole(AriaRole.Button, new() { Name = "Reverse …" }).ClickAsync();
        await Expect(amount).ToHaveValueAsync("60");
        await page.GetByLabel("Reason").FillAsync("the rest");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move 60 PTS from bob to alice" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Reverse …" })).ToBeHiddenAsync();

        await using var db = hub.OpenDatabase().OpenRead();
        Assert.Equal(
            [(Carl, "127.0.0.1", "transfer.reverse", "3", 4L, "=paid twice"), (Carl, "127.0.0.1", "transfer.reverse", "3", 5L, "the rest")],
            (await db.Audit.OrderBy(a => a.Id).ToListAsync(Stop)).Select(a => (a.OperatorName, a.Ip, a.Action, a.TargetId, a.TransferId!.Value, a.Reason!)));
        Assert.Equal(10_000, await db.Accounts.Where(a => a.Name == "alice").Select(a => a.Balance).SingleAsync(Stop));
    }

    [Fact]
    public async Task A_Viewer_is_not_offered_it()
    {
        await using var hub = await PaidAsync();
        await Operating.NewOperatorAsync(hub, Carl, OperatorRoles.Viewer);
        await using var watched = await chromium.OpenAsync();
        await watched.Page.SignInAsync(hub.Dashboard, Carl);
        await watched.Page.ShowAsync(hub.Dashboard, "/ledger/3");
        await Expect(watched.Page.GetByText("Balance after").First).ToBeVisibleAsync();
        await Expect(watched.Page.GetByRole(AriaRole.Button, new() { Name = "Reverse …" })).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Who_is_no_Cashier_any_more_moves_nothing_even_with_the_dialog_on_screen()
    {
        await using var hub = await PaidAsync();
        await Operating.NewOperatorAsync(hub, Carl, OperatorRoles.Cashier);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await OpenDialogAsync(page, hub, Carl);
        TestDatabase.Execute(Path.Combine(hub.DataDirectory, "payhub.db"), "DELETE FROM AspNetUserRoles");
        await page.GetByLabel("Reason").FillAsync("mine now");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move 100 PTS" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Only a Cashier or an Admin may do this.");
        await using var db = hub.OpenDatabase().OpenRead();
        Assert.Equal(3, await db.Transfers.CountAsync(Stop));
        Assert.Empty(await db.Audit.ToListAsync(Stop));
    }

    [Fact]
    public async Task Of_two_who_press_at_once_the_second_is_told_what_is_left()
    {
        await using var hub = await PaidAsync();
        await Operating.NewOperatorAsync(hub, Carl, OperatorRoles.Cashier);
        await using var one = await chromium.OpenAsync();
        await using var two = await chromium.OpenAsync();
        await OpenDialogAsync(one.Page, hub, Operating.Email);
        await OpenDialogAsync(two.Page, hub, Carl);
        foreach (var page in new[] { one.Page, two.Page })
        {
            await page.GetByLabel("Amount, at most").FillAsync("70");
            await page.GetByLabel("Reason").FillAsync("paid twice");
        }
        var press = new PageGetByRoleOptions { Name = "Move 70 PTS from bob to alice" };
        await Expect(one.Page.GetByRole(AriaRole.Button, press)).ToBeEnabledAsync();
        await Expect(two.Page.GetByRole(AriaRole.Button, press)).ToBeEnabledAsync();
        await Task.WhenAll(one.Page.GetByRole(AriaRole.Button, press).ClickAsync(), two.Page.GetByRole(AriaRole.Button, press).ClickAsync());

        var told = "Only 30 PTS of it are left to reverse.";
        // Closed, or with a word of why not.
        await Expect(one.Page.Locator(".mud-dialog:not(:has([role=alert]))")).ToHaveCountAsync(0);
        await Expect(two.Page.Locator(".mud-dialog:not(:has([role=alert]))")).ToHaveCountAsync(0);
        await using var db = hub.OpenDatabase().OpenRead();
        Assert.Equal(70, await db.Set<ReversalTotal>().Select(r => r.Reversed).SingleAsync(Stop));
        Assert.Single(await db.Audit.ToListAsync(Stop));
        await Expect(one.Page.Locator(".ph-reversals li")).ToHaveCountAsync(1);
        await Expect(two.Page.Locator(".ph-reversals li")).ToHaveCountAsync(1);
        Assert.Equal(1, await one.Page.GetByText(told).CountAsync() + await two.Page.GetByText(told).CountAsync());
    }

    private static async Task<Hub> PaidAsync()
    {
        var hub = Hub.Start(Operating.WithOperator);
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        await Operating.PayAsync(alice, "alice", 100, bob, "bob");
        return hub;
    }

    private static async Task OpenDialogAsync(IPage page, Hub hub, string email)
    {
        await page.SignInAsync(hub.Dashboard, email);
        await page.ShowAsync(hub.Dashboard, "/ledger/3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Reverse …" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Reverse transfer #3" })).ToBeVisibleAsync();
    }
}
