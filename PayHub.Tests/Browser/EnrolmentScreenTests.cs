using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>An Admin opens the window through which a lost key is replaced.</summary>
public sealed class EnrolmentScreenTests(Chromium chromium)
{
    [Fact]
    public async Task An_Admin_gives_a_reason_and_gets_a_code_that_works_once_and_stands_in_the_audit()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        await using var alice = await hub.LogInAsync("alice");
        var page = await ShowDialogAsync(watched.Page, hub);
        var open = page.GetByRole(AriaRole.Button, new() { Name = "Open the window for alice" });
        await Expect(open).ToBeDisabledAsync();
        await page.GetByLabel("Reason").FillAsync("lost her phone");
        await open.ClickAsync();
        var code = await page.Locator("[data-enrolment-code]").TextContentAsync();

        await Expect(page.Locator("[data-enrolment-command]")).ToHaveTextAsync($"payhub --hub localhost:{hub.Tls.Port} enrol alice {code}");

        var ledger = hub.Services.GetRequiredService<Ledger>();
        Assert.Equal(EnrolOutcome.Enrolled, await ledger.EnrolAsync("alice", code!, LedgerRig.NewSpki()));
        Assert.Equal(EnrolOutcome.Refused, await ledger.EnrolAsync("alice", code!, LedgerRig.NewSpki()));
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "alice" }).GetByText("keyed", new() { Exact = true })).ToBeVisibleAsync();

        await using var db = hub.OpenDatabase().OpenRead();
        var entry = Assert.Single(db.Set<AuditEntry>());
        Assert.Equal(
            (Operating.Email, "127.0.0.1", "account.open-enrolment", "alice", "lost her phone"),
            (entry.OperatorName, entry.Ip, entry.Action, entry.TargetId, entry.Reason));
    }

    [Fact]
    public async Task Who_is_no_Admin_any_more_opens_nothing_even_with_the_dialog_on_screen()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        await using var alice = await hub.LogInAsync("alice");
        var page = await ShowDialogAsync(watched.Page, hub);
        TestDatabase.Execute(Path.Combine(hub.DataDirectory, "payhub.db"), "DELETE FROM AspNetUserRoles");
        await page.GetByLabel("Reason").FillAsync("mine now");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open the window for alice" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Only an Admin may do this.");
        await using var db = hub.OpenDatabase().OpenRead();
        Assert.Empty(db.Set<Enrolment>());
        Assert.Empty(db.Set<AuditEntry>());
    }

    private static async Task<IPage> ShowDialogAsync(IPage page, Hub hub)
    {
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/accounts");
        await page.GetByRole(AriaRole.Button, new() { Name = "A new key for alice" }).ClickAsync();
        return page;
    }
}
