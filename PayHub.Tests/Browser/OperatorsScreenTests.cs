using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PayHub.Data.Model;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;
using PayHub.Web.Security;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>Admins manage operators, and nobody else does.</summary>
public sealed partial class OperatorsScreenTests(Chromium chromium)
{
    private const string Bob = "bob@example.org";

    private static readonly LocatorAssertionsToBeVisibleOptions Soon = new() { Timeout = Operating.Soon };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_invitation_makes_an_operator_of_the_role_once_and_the_list_follows()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        await using var invited = await chromium.OpenAsync();
        var page = await ShowAsync(watched.Page, hub);
        var link = await InviteAsync(page, Bob, OperatorRoles.Cashier);
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = Bob }).GetByText("invited")).ToBeVisibleAsync();

        await JoinAsync(invited.Page, link);
        await invited.Page.WaitUntilLiveAsync();
        await Expect(Row(page, Bob)).ToContainTextAsync("Cashier", new() { Timeout = Operating.Soon });
        await Expect(Row(page, Bob)).ToContainTextAsync("active");
        await Expect(Row(page, Bob).Locator("time")).ToBeVisibleAsync(Soon);
        await Expect(page.GetByText("invited")).ToBeHiddenAsync();

        await using var second = await chromium.OpenAsync();
        await second.Page.GotoAsync(link);
        await Expect(second.Page.GetByRole(AriaRole.Heading, new() { Name = "This link does not work" })).ToBeVisibleAsync();
        Assert.Equal(
            [(Operating.Email, "operator.invite", Bob, "joins the till"), (Bob, "operator.join", Bob, null)],
            await AuditAsync(hub));
    }

    [Fact]
    public async Task A_revoked_and_an_expired_invitation_open_nothing()
    {
        var clock = new SkippingClock();
        await using var hub = Hub.Start(clock, Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        await using var invited = await chromium.OpenAsync();
        var page = await ShowAsync(watched.Page, hub);
        var revoked = await InviteAsync(page, Bob, OperatorRoles.Viewer);
        await page.GetByRole(AriaRole.Button, new() { Name = $"Revoke the link for {Bob}" }).ClickAsync();
        await ConfirmAsync(page, $"Revoke the link for {Bob}");
        await Expect(page.GetByText("None. Invite somebody")).ToBeVisibleAsync();
        await invited.Page.GotoAsync(revoked);
        await Expect(invited.Page.GetByRole(AriaRole.Heading, new() { Name = "This link does not work" })).ToBeVisibleAsync();

        var expired = await InviteAsync(page, Bob, OperatorRoles.Viewer);
        await invited.Page.GotoAsync(expired);
        await Expect(invited.Page.GetByRole(AriaRole.Heading, new() { Name = "Become an operator" })).ToBeVisibleAsync();
        // The form was open in time and is sent too late.
        clock.Skip(TimeSpan.FromHours(24));
        await FillAsync(invited.Page);
        await Expect(invited.Page.GetByText("It has expired")).ToBeVisibleAsync();
        await using var db = hub.OpenDatabase().OpenRead();
        Assert.Equal(1, await db.Users.CountAsync(Stop));
    }

    [Fact]
    public async Task Ending_sessions_closes_open_pages_of_another_browser_within_seconds()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, Bob, OperatorRoles.Viewer);
        await using var watched = await chromium.OpenAsync();
        await using var bobs = await chromium.OpenAsync();
        await bobs.Page.SignInAsync(hub.Dashboard, Bob);
        await bobs.Page.ShowAsync(hub.Dashboard, "/ledger");
        bobs.ExpectTrouble();
        var page = await ShowAsync(watched.Page, hub);
        await ActAsync(page, Bob, "End sessions");
        await ConfirmAsync(page, $"End sessions of {Bob}");

        await Expect(bobs.Page).ToHaveURLAsync(new Uri(hub.Dashboard, "/account/sign-in?returnUrl=%2Fledger").ToString(), new() { Timeout = 3000 });
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await Expect(Row(page, Bob)).ToBeVisibleAsync();
        Assert.Equal([(Operating.Email, "operator.end-sessions", Bob, "because")], await AuditAsync(hub));
    }

    [Fact]
    public async Task A_disabled_operator_is_out_at_once_and_in_again_when_enabled()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, Bob, OperatorRoles.Viewer);
        await using var watched = await chromium.OpenAsync();
        await using var bobs = await chromium.OpenAsync();
        await bobs.Page.EnterAsync(hub.Dashboard, Bob);
        bobs.ExpectTrouble();
        var page = await ShowAsync(watched.Page, hub);
        await ActAsync(page, Bob, "Disable");
        await ConfirmAsync(page, $"Disable {Bob}");
        await Expect(Row(page, Bob)).ToContainTextAsync("disabled");
        await Expect(bobs.Page).ToHaveURLAsync(SignIn(), new() { Timeout = 3000 });
        await SubmitAsync(bobs.Page, Bob);
        await Expect(bobs.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("wrong, or the account is locked");

        await ActAsync(page, Bob, "Enable");
        await ConfirmAsync(page, $"Enable {Bob}");
        await Expect(Row(page, Bob)).ToContainTextAsync("active");
        await SubmitAsync(bobs.Page, Bob);
        await bobs.Page.WaitUntilLiveAsync();
    }

    [Fact]
    public async Task Another_role_holds_at_once_and_the_last_Admin_stays_one()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, Bob, OperatorRoles.Viewer);
        await using var watched = await chromium.OpenAsync();
        await using var bobs = await chromium.OpenAsync();
        await bobs.Page.EnterAsync(hub.Dashboard, Bob);
        await Expect(bobs.Page.GetByRole(AriaRole.Link, new() { Name = "Operators" })).ToBeHiddenAsync();
        bobs.ExpectTrouble();
        var page = await ShowAsync(watched.Page, hub);
        await ActAsync(page, Operating.Email, "Change role");
        await Expect(page.GetByText("This is you.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Viewer" }).ClickAsync();
        await ConfirmAsync(page, $"Make {Operating.Email} Viewer");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is the last Admin");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await ActAsync(page, Bob, "Change role");
        await page.GetByRole(AriaRole.Radio, new() { Name = "Admin" }).ClickAsync();
        await ConfirmAsync(page, $"Make {Bob} Admin");
        await Expect(Row(page, Bob)).ToContainTextAsync("Admin");
        await Expect(bobs.Page).ToHaveURLAsync(SignIn(), new() { Timeout = 3000 });
        await SubmitAsync(bobs.Page, Bob);
        await Expect(bobs.Page.GetByRole(AriaRole.Link, new() { Name = "Operators" })).ToBeVisibleAsync();
        await using var db = hub.OpenDatabase().OpenRead();
        var entry = await db.Audit.SingleAsync(Stop);
        Assert.Equal(("operator.role", "Viewer", "Admin"), (entry.Action, entry.Before, entry.After));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_new_link_sets_another_password_and_ends_the_other_ways_where_it_says_so(bool anew)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, Bob, OperatorRoles.Viewer);
        await using var watched = await chromium.OpenAsync();
        await using var bobs = await chromium.OpenAsync();
        var page = await ShowAsync(watched.Page, hub);
        await ActAsync(page, Bob, "New one-time link");
        if (anew)
            await page.GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByLabel("Reason").FillAsync("because");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Make the link for {Bob}" }).ClickAsync();
        var link = await page.Locator("[data-one-time-link] pre").TextContentAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();

        await bobs.Page.GotoAsync(new Uri(hub.Dashboard, "/account/sign-in").ToString());
        await SubmitAsync(bobs.Page, Bob);
        if (anew)
            await Expect(bobs.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        else
            await bobs.Page.WaitUntilLiveAsync();
        bobs.ExpectTrouble();
        await bobs.Page.GotoAsync(link!);
        await FillAsync(bobs.Page, "another horse battery");
        await bobs.Page.WaitUntilLiveAsync();
        await bobs.Page.Context.ClearCookiesAsync();
        await bobs.Page.GotoAsync(new Uri(hub.Dashboard, "/account/sign-in").ToString());
        await SubmitAsync(bobs.Page, Bob, "another horse battery");
        await bobs.Page.WaitUntilLiveAsync();
    }

    [Theory]
    [InlineData(OperatorRoles.Viewer)]
    [InlineData(OperatorRoles.Cashier)]
    public async Task Others_do_not_see_the_page(string role)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, Bob, role);
        await using var watched = await chromium.OpenAsync();
        await watched.Page.EnterAsync(hub.Dashboard, Bob);
        await Expect(watched.Page.GetByRole(AriaRole.Link, new() { Name = "Operators" })).ToBeHiddenAsync();
        // The browser's console tells of the 403.
        watched.ExpectTrouble();
        await watched.Page.GotoAsync(new Uri(hub.Dashboard, "/operators").ToString());
        await Expect(watched.Page.GetByRole(AriaRole.Heading, new() { Name = "You may not open this page" })).ToBeVisibleAsync();
        await Expect(watched.Page.GetByText(Operating.Email)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Who_is_no_Admin_any_more_does_nothing_with_the_dialog_on_screen()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, Bob, OperatorRoles.Viewer);
        await using var watched = await chromium.OpenAsync();
        var page = await ShowAsync(watched.Page, hub);
        await ActAsync(page, Bob, "Disable");
        TestDatabase.Execute(Path.Combine(hub.DataDirectory, "payhub.db"), "DELETE FROM AspNetUserRoles");
        await ConfirmAsync(page, $"Disable {Bob}");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Only an Admin may do this.");
        Assert.Empty(await AuditAsync(hub));
    }

    [Fact]
    public async Task Open_connections_are_forgotten_when_pages_close()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        var connections = hub.Services.GetRequiredService<OpenConnections>();
        await using (var watched = await chromium.OpenAsync())
        {
            await watched.Page.EnterAsync(hub.Dashboard);
            Assert.NotEqual(0, connections.Count);
        }
        var bound = DateTime.UtcNow + TestEnvironment.Bound;
        while (connections.Count > 0)
        {
            Assert.True(DateTime.UtcNow < bound, "A connection is still held.");
            await Task.Yield();
        }
    }

    private static ILocator Row(IPage page, string email) =>
        page.Locator(".ph-operators").First.GetByRole(AriaRole.Row).Filter(new() { HasText = email });

    private static async Task<IPage> ShowAsync(IPage page, Hub hub)
    {
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/operators");
        return page;
    }

    private static async Task ActAsync(IPage page, string email, string action)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = $"Actions for {email}" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = action, Exact = true }).ClickAsync();
    }

    private static async Task ConfirmAsync(IPage page, string action)
    {
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Reason").FillAsync("because");
        await dialog.GetByRole(AriaRole.Button, new() { Name = action, Exact = true }).ClickAsync();
    }

    private static async Task<string> InviteAsync(IPage page, string email, string role)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("E-mail").FillAsync(email);
        await dialog.GetByRole(AriaRole.Radio, new() { Name = role }).ClickAsync();
        await dialog.GetByLabel("Reason").FillAsync("joins the till");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = await page.Locator("[data-one-time-link] pre").TextContentAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        return link!;
    }

    private static async Task JoinAsync(IPage page, string link)
    {
        await page.GotoAsync(link);
        await Expect(page.GetByLabel("E-mail")).ToHaveValueAsync(Bob);
        await FillAsync(page);
    }

    private static async Task FillAsync(IPage page, string password = Operating.Password)
    {
        await page.GetByLabel("Password (at least").FillAsync(password);
        await page.GetByLabel("The same password again").FillAsync(password);
        await page.Locator("form button[type=submit]").ClickAsync();
    }

    private static async Task SubmitAsync(IPage page, string email, string password = Operating.Password)
    {
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    private static async Task<List<(string, string, string, string?)>> AuditAsync(Hub hub)
    {
        await using var db = hub.OpenDatabase().OpenRead();
        var rows = await db.Audit.OrderBy(a => a.Id).Select(a => new { a.OperatorName, a.Action, a.TargetId, a.Reason }).ToListAsync(Stop);
        return [.. rows.Select(a => (a.OperatorName, a.Action, a.TargetId, a.Reason))];
    }

    [GeneratedRegex("/account/sign-in")]
    private static partial Regex SignIn();
}
