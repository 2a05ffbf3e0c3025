using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using PayHub.Data.Model;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>Who is online: found, followed, and disconnected by Admins alone.</summary>
public sealed class OnlineScreenTests(Chromium chromium)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_login_shows_up_and_a_lost_one_leaves_within_a_second()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = await ShowAsync(watched.Page, hub);
        await Expect(page.GetByText("Nobody is online")).ToBeVisibleAsync();
        var row = Row(page, "vera");
        var began = Stopwatch.GetTimestamp();
        await using var vera = await hub.LogInAsync("vera", 7009);
        await Expect(row).ToBeVisibleAsync(new() { Timeout = Operating.Soon });
        var shown = Stopwatch.GetElapsedTime(began);
        began = Stopwatch.GetTimestamp();
        vera.Socket.Close(timeout: 0);
        await Expect(row).ToBeHiddenAsync(new() { Timeout = Operating.Soon });
        TestContext.Current.TestOutputHelper?.WriteLine($"shown after {shown.TotalMilliseconds:0} ms, gone after {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms");
    }

    [Fact]
    public async Task Filters_by_name_connection_and_key_are_in_the_address()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.ConnectTlsAsync();
        await bob.AskAsync("REGISTER#bob");
        await bob.LogInAsync("bob", 7002);
        var page = await ShowAsync(watched.Page, hub);
        var rows = page.Locator("tbody tr");
        await Expect(rows).ToHaveCountAsync(2);
        await page.ShowAsync(hub.Dashboard, "/online?link=tls");
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows).ToContainTextAsync("bob");
        await page.ShowAsync(hub.Dashboard, "/online?link=plain&key=keyless");
        await Expect(rows).ToContainTextAsync("alice");
        await page.ShowAsync(hub.Dashboard, "/online?key=key");
        await Expect(page.GetByText("Nobody online matches")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Show everyone" }).ClickAsync();
        await page.GetByLabel("Name or address").FillAsync("7002");
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(page.GetByText("1 of 2 online")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_Admin_disconnects_one_with_a_reason_and_the_connection_ends_at_once()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        var page = await ShowAsync(watched.Page, hub);
        await Row(page, "alice").GetByRole(AriaRole.Button, new() { Name = "Disconnect alice" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Disconnect alice?" })).ToBeVisibleAsync();
        await ConfirmAsync(page, "Disconnect alice", "rude");
        await alice.ReadToEndAsync();
        await Expect(Row(page, "alice")).ToBeHiddenAsync(new() { Timeout = Operating.Soon });
        await Expect(Row(page, "bob")).ToBeVisibleAsync();
        var entry = Assert.Single(await AuditAsync(hub));
        Assert.Equal((Operating.Email, "session.disconnect", "session", "rude"), (entry.OperatorName, entry.Action, entry.TargetType, entry.Reason));
        Assert.StartsWith("alice at 127.0.0.1:", entry.Before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_by_moving_figures_is_kept_until_it_is_asked_for_anew_on_a_phone_too()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync(360, 780);
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        await alice.AskAsync("List");
        var page = await ShowAsync(watched.Page, hub);
        await page.GetByLabel("Order", new() { Exact = true }).SelectOptionAsync("-requests");
        var names = page.Locator("tbody th a");
        await Expect(names).ToHaveTextAsync(["alice", "bob"]);

        for (var i = 0; i < 5; i++)
            await bob.AskAsync("List");
        await Expect(Row(page, "bob").Locator("[data-label=Requests]")).ToHaveTextAsync("6", new() { Timeout = Operating.Soon });
        await Expect(names).ToHaveTextAsync(["alice", "bob"]);
        await using var carol = await hub.LogInAsync("carol", 7003);
        await Expect(names).ToHaveTextAsync(["alice", "bob", "carol"], new() { Timeout = Operating.Soon });
        await page.GetByRole(AriaRole.Button, new() { Name = "Order again" }).ClickAsync();
        await Expect(names).ToHaveTextAsync(["bob", "alice", "carol"]);

        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Select all on this page" }).CheckAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Disconnect 3 selected" })).ToBeEnabledAsync();
    }

    [Fact]
    public async Task A_selection_survives_live_updates_and_never_passes_to_who_logged_in_anew()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        await using var carol = await hub.LogInAsync("carol", 7003);
        var page = await ShowAsync(watched.Page, hub);
        foreach (var name in new[] { "alice", "bob", "carol" })
            await page.GetByRole(AriaRole.Checkbox, new() { Name = $"Select {name}" }).CheckAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Disconnect 3 selected" })).ToBeEnabledAsync();

        await using var dave = await hub.LogInAsync("dave", 7004);
        await Expect(Row(page, "dave")).ToBeVisibleAsync(new() { Timeout = Operating.Soon });
        await using var again = await hub.ConnectAsync();
        await again.LogInAsync("carol", 7005);
        var act = page.GetByRole(AriaRole.Button, new() { Name = "Disconnect 2 selected" });
        await Expect(act).ToBeEnabledAsync(new() { Timeout = Operating.Soon });
        await Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = "Select carol" })).Not.ToBeCheckedAsync();
        await act.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("alice, bob");
        // While the question is asked, one of the two comes back as another session.
        await using var anew = await hub.ConnectAsync();
        await anew.LogInAsync("bob", 7006);
        await ConfirmAsync(page, "Disconnect 2 sessions", "closing time");

        await alice.ReadToEndAsync();
        await Expect(Row(page, "alice")).ToBeHiddenAsync(new() { Timeout = Operating.Soon });
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(3);
        Assert.Single(await AuditAsync(hub));
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Disconnect the selected" })).ToBeDisabledAsync();
    }

    [Theory]
    [InlineData(OperatorRoles.Viewer)]
    [InlineData(OperatorRoles.Cashier)]
    public async Task Others_see_who_is_online_and_are_offered_nothing(string role)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, "bob@example.org", role);
        await using var watched = await chromium.OpenAsync();
        await using var alice = await hub.LogInAsync("alice");
        await watched.Page.SignInAsync(hub.Dashboard, "bob@example.org");
        await watched.Page.ShowAsync(hub.Dashboard, "/online");
        await Expect(Row(watched.Page, "alice")).ToBeVisibleAsync();
        await Expect(watched.Page.GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(0);
        await Expect(watched.Page.GetByRole(AriaRole.Button, new() { Name = "Disconnect" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_is_no_Admin_any_more_disconnects_nobody_even_with_the_dialog_on_screen()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        await using var alice = await hub.LogInAsync("alice");
        var page = await ShowAsync(watched.Page, hub);
        await Row(page, "alice").GetByRole(AriaRole.Button, new() { Name = "Disconnect alice" }).ClickAsync();
        TestDatabase.Execute(Path.Combine(hub.DataDirectory, "payhub.db"), "DELETE FROM AspNetUserRoles");
        await ConfirmAsync(page, "Disconnect alice", "mine now");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Only an Admin may do this.");
        await Expect(Row(page, "alice")).ToHaveCountAsync(1);
        Assert.Empty(await AuditAsync(hub));
    }

    private static ILocator Row(IPage page, string name) => page.Locator("tbody tr").Filter(new() { HasText = name });

    private static async Task<IPage> ShowAsync(IPage page, Hub hub)
    {
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/online");
        return page;
    }

    private static async Task ConfirmAsync(IPage page, string act, string reason)
    {
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Reason").FillAsync(reason);
        await dialog.GetByRole(AriaRole.Button, new() { Name = act, Exact = true }).ClickAsync();
    }

    private static async Task<List<AuditEntry>> AuditAsync(Hub hub)
    {
        await using var db = hub.OpenDatabase().OpenRead();
        return await db.Audit.ToListAsync(Stop);
    }
}
