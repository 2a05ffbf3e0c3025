using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using PayHub.Data.Model;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>What operators of each role do on an account's page, and what they may not.</summary>
public sealed class AccountActsTests(Chromium chromium)
{
    private const string Cashier = "cash@example.org";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Cashier_deposits_withdraws_and_notes_and_each_act_names_amount_and_account()
    {
        await using var hub = Hub.Start([.. Operating.WithOperator, ("PayHub:Currency:Decimals", "2")]);
        await Operating.NewOperatorAsync(hub, Cashier, OperatorRoles.Cashier);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var alice = await hub.LogInAsync("alice");
        await page.SignInAsync(hub.Dashboard, Cashier);
        await page.ShowAccountAsync(hub, "alice");
        await page.Button("Deposit …").ClickAsync();
        await Expect(page.Button("Deposit")).ToBeDisabledAsync();
        await page.GiveAsync("cash at the desk", "12,50");
        await Expect(page.GetByText("Not an amount")).ToBeVisibleAsync();
        await page.GiveAsync("cash at the desk", "1,012.5");
        await Expect(page.GetByText("Deposit 1,012.50 PTS to alice?")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-after]")).ToHaveTextAsync("1,112.50PTS");
        await page.Button("Deposit 1,012.50 PTS").ClickAsync();
        await Expect(page.Status()).ToContainTextAsync("Deposited 1,012.50 PTS to alice.");
        await Expect(page.Status().GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", "/ledger/2");
        await Expect(page.Balance()).ToHaveTextAsync("1,112.50PTS");

        await page.Button("Withdraw …").ClickAsync();
        await page.GiveAsync("cash out", "1112.51");
        await Expect(page.GetByText("alice has only 1,112.50 PTS.")).ToBeVisibleAsync();
        await Expect(page.Button("Withdraw 1,112.51 PTS")).ToBeDisabledAsync();
        await page.GiveAsync("cash out", "1,112.50");
        await page.Button("Withdraw 1,112.50 PTS").ClickAsync();
        await Expect(page.Balance()).ToHaveTextAsync("0.00PTS");

        await page.GetByLabel("New note").FillAsync("Came with\na friend");
        await page.Button("Add the note").ClickAsync();
        await Expect(page.Locator(".ph-notes")).ToContainTextAsync("Came with");
        await Expect(page.Locator(".ph-notes")).ToContainTextAsync(Cashier);
        foreach (var hidden in (string[])["Freeze …", "Close …", "New key …", "Disconnect …"])
            await Expect(page.Button(hidden)).ToHaveCountAsync(0);

        await using var db = hub.OpenDatabase().OpenRead();
        var acts = await db.Audit.OrderBy(a => a.Id).ToListAsync(Stop);
        Assert.Equal(["account.deposit", "account.withdraw", "account.note"], acts.Select(a => a.Action));
        Assert.All(acts, a => Assert.Equal((Cashier, "alice"), (a.OperatorName, a.TargetId)));
        Assert.Equal(["cash at the desk", "cash out", null], acts.Select(a => a.Reason));
        Assert.Equal(2, await db.Transfers.CountAsync(t => t.Kind != TransferKind.Opening, Stop));
    }

    [Fact]
    public async Task A_Viewer_sees_everything_and_is_offered_nothing()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, "view@example.org", OperatorRoles.Viewer);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var alice = await hub.LogInAsync("alice");
        await page.SignInAsync(hub.Dashboard, "view@example.org");
        await page.ShowAccountAsync(hub, "alice");
        await Expect(page.Balance()).ToHaveTextAsync("10,000PTS");
        await Expect(page.Locator(".ph-online-now")).ToBeVisibleAsync();
        foreach (var hidden in (string[])["Deposit …", "Withdraw …", "Freeze …", "Close …", "New key …", "Disconnect …", "Add the note"])
            await Expect(page.Button(hidden)).ToHaveCountAsync(0);
        await page.ShowAsync(hub.Dashboard, "/accounts");
        await Expect(page.Button("New account …")).ToHaveCountAsync(0);
        await Expect(page.Button("A new key for alice")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("Deposit …", "Deposit 5 PTS", "Only a Cashier or an Admin may do this.", "5")]
    [InlineData("Withdraw …", "Withdraw 5 PTS", "Only a Cashier or an Admin may do this.", "5")]
    [InlineData("Freeze …", "Freeze alice", "Only an Admin may do this.", null)]
    [InlineData("Disconnect …", "Disconnect alice", "Only an Admin may do this.", null)]
    public async Task An_act_is_refused_when_the_role_was_taken_away_while_its_dialog_is_open(string open, string confirm, string refusal, string? amount)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var alice = await hub.LogInAsync("alice");
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAccountAsync(hub, "alice");
        await page.Button(open).ClickAsync();
        await page.GiveAsync("one more", amount);
        TestDatabase.Execute(Path.Combine(hub.DataDirectory, "payhub.db"), "DELETE FROM AspNetUserRoles");
        await page.Button(confirm).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(refusal);
        Assert.Equal(10000, await alice.BalanceAsync());
        Assert.Equal(0, TestDatabase.Query(Path.Combine(hub.DataDirectory, "payhub.db"), "SELECT last_audit + (SELECT sum(status) FROM accounts) FROM ledger_head"));
    }

    [Fact]
    public async Task Two_quick_clicks_pay_once()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var alice = await hub.LogInAsync("alice");
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAccountAsync(hub, "alice");
        await page.Button("Deposit …").ClickAsync();
        await page.GiveAsync("cash", "5");
        // All within one turn of the browser's script, before the server can answer to the first.
        await page.Button("Deposit 5 PTS").EvaluateAsync("button => { for (let i = 0; i < 5; i++) button.click(); }");
        await Expect(page.Status()).ToContainTextAsync("Deposited 5 PTS to alice.");
        await page.DoAsync("Deposit …", "Deposit 1 PTS", amount: "1");
        await Expect(page.Balance()).ToHaveTextAsync("10,006PTS");
        Assert.Equal(2, TestDatabase.Query(Path.Combine(hub.DataDirectory, "payhub.db"), "SELECT last_audit FROM ledger_head"));
    }

    [Fact]
    public async Task A_deposit_takes_nothing_but_the_keyboard()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var alice = await hub.LogInAsync("alice");
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/accounts");
        await TabToAsync(page, "alice");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Balance()).ToBeVisibleAsync();
        await TabToAsync(page, "Deposit …");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Amount in PTS")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("25");
        await TabToAsync(page, "Reason");
        await page.Keyboard.TypeAsync("cash");
        await Expect(page.Button("Deposit 25 PTS")).ToBeEnabledAsync();
        await TabToAsync(page, "Deposit 25 PTS");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Balance()).ToHaveTextAsync("10,025PTS");
    }

    private static async Task TabToAsync(IPage page, string name)
    {
        const string Focused = "() => { const e = document.activeElement; return [e.textContent.trim(), e.getAttribute('aria-label'), ...[...(e.labels ?? [])].map(l => l.textContent.trim().replace('*', ''))] }";
        for (var i = 0; i < 60; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if ((await page.EvaluateAsync<string[]>(Focused)).Contains(name))
                return;
        }
        Assert.Fail($"the keyboard does not reach “{name}”");
    }
}
