using Microsoft.Playwright;
using PayHub.Data.Model;
using PayHub.Tests.Api;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

public sealed class ApiKeysScreenTests(Chromium chromium)
{
    [Fact]
    public async Task An_Admin_makes_a_key_that_works_and_revokes_it_while_another_Admin_sees_it()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, "bea@example.org", OperatorRoles.Admin);
        await using var watched = await chromium.OpenAsync();
        await using var other = await chromium.OpenAsync();
        await other.Page.SignInAsync(hub.Dashboard, "bea@example.org");
        await other.Page.ShowAsync(hub.Dashboard, "/api-keys");
        await Expect(other.Page.GetByText("No keys yet")).ToBeVisibleAsync();
        var page = await ShowAsync(watched.Page, hub);

        var secret = await MakeAsync(page, "shop till", "Cashier");
        Assert.Matches("^payhub_1_[A-Za-z0-9_-]{43}$", secret);
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(page.GetByText(secret)).ToHaveCountAsync(0);
        await Expect(other.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "shop till" })).ToContainTextAsync("Cashier", new() { Timeout = Operating.Soon });

        using var http = hub.Program(secret);
        await http.ReadAsync("/hub");
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke the key shop till" }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("the till was stolen");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revoke the key shop till" }).ClickAsync();
        await Expect(other.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "shop till" })).ToContainTextAsync("revoked", new() { Timeout = Operating.Soon });
        await (await http.GetAsync("/api/v1/hub", TestContext.Current.CancellationToken)).ProblemAsync(401, "key_invalid");

        await using var db = hub.OpenDatabase().OpenRead();
        Assert.Equal(
            [("api-key.create", "1", null, null, "Cashier: shop till"), ("api-key.revoke", "1", "the till was stolen", "Cashier: shop till", null)],
            db.Audit.AsEnumerable().Select(a => (a.Action, a.TargetId, a.Reason, a.Before, a.After)));
        var stored = Assert.Single(db.ApiKeys);
        Assert.Equal((Operating.Email, 32), (stored.CreatedBy, stored.SecretHash.Length));
    }

    [Theory]
    [InlineData(OperatorRoles.Viewer)]
    [InlineData(OperatorRoles.Cashier)]
    public async Task Who_is_no_Admin_sees_no_keys(string role)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await hub.NewKeyAsync(OperatorRoles.Viewer, "shop till");
        await Operating.NewOperatorAsync(hub, "vic@example.org", role);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.EnterAsync(hub.Dashboard, "vic@example.org");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "API keys" })).ToHaveCountAsync(0);
        watched.ExpectTrouble();
        await page.GotoAsync(new Uri(hub.Dashboard, "/api-keys").ToString());
        await Expect(page.GetByText("shop till")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "New key" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_is_no_Admin_any_more_makes_and_revokes_nothing_even_with_the_dialog_on_screen()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await hub.NewKeyAsync(OperatorRoles.Viewer, "shop till");
        await using var watched = await chromium.OpenAsync();
        var page = await ShowAsync(watched.Page, hub);
        await page.GetByRole(AriaRole.Button, new() { Name = "New key" }).ClickAsync();
        await page.GetByLabel("What it is for").FillAsync("mine");
        TestDatabase.Execute(Path.Combine(hub.DataDirectory, "payhub.db"), "DELETE FROM AspNetUserRoles");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Only an Admin may do this.");
        await using var db = hub.OpenDatabase().OpenRead();
        Assert.Single(db.ApiKeys);
        Assert.Empty(db.Audit);
    }

    [Fact]
    public async Task Keys_and_reference_fit_the_screen()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        foreach (var (role, name) in new[] { (OperatorRoles.Viewer, "evening report"), (OperatorRoles.Cashier, "till at the bar"), (OperatorRoles.Admin, "member-administration-of-the-club") })
            await hub.NewKeyAsync(role, name);
        TestDatabase.Execute(Path.Combine(hub.DataDirectory, "payhub.db"), "UPDATE api_keys SET revoked_at = 1790000000000000, created_at = 1780000000000000 WHERE id = 1");
        await using var watched = await chromium.OpenNarrowAsync();
        var page = watched.Page;
        await ShowAsync(page, hub);
        await Expect(page.GetByText("till at the bar")).ToBeVisibleAsync();
        await page.ExpectFitAsync("api-keys");
        await MakeAsync(page, "a script that pays money in", "Admin", made => made.ExpectFitAsync("api-key-new"));
        await page.ExpectFitAsync("api-key-secret");
        await page.ShowAsync(hub.Dashboard, "/api");
        await page.Locator("#deposit > summary").ClickAsync();
        await Expect(page.Locator("#deposit pre")).ToContainTextAsync("Idempotency-Key");
        await page.Locator("#listTransfers > summary").ClickAsync();
        await page.Locator("#deposit").ScrollIntoViewIfNeededAsync();
        await page.ExpectFitAsync("api-open");
    }

    [Fact]
    public async Task The_reference_shows_every_operation_and_needs_nothing_from_elsewhere()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, "vic@example.org", OperatorRoles.Viewer);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        var elsewhere = new List<string>();
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url).Authority != hub.Dashboard.Authority)
                elsewhere.Add(request.Url);
        };
        await page.SignInAsync(hub.Dashboard, "vic@example.org");
        await page.ShowAsync(hub.Dashboard, "/api#insufficient_funds");
        Assert.Equal(15, await page.Locator(".ph-api-operation > summary > .ph-tag").CountAsync());
        await Expect(page.Locator("#insufficient_funds")).ToBeInViewportAsync();
        Assert.Empty(elsewhere);
    }

    private static async Task<IPage> ShowAsync(IPage page, Hub hub)
    {
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/api-keys");
        return page;
    }

    private static async Task<string> MakeAsync(IPage page, string name, string role, Func<IPage, Task>? filled = null)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "New key" }).ClickAsync();
        await page.GetByLabel("What it is for").FillAsync(name);
        await page.GetByRole(AriaRole.Radio, new() { Name = role }).CheckAsync();
        if (filled is not null)
            await filled(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();
        return (await page.GetByRole(AriaRole.Dialog).Locator("pre").TextContentAsync())!;
    }
}
