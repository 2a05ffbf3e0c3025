using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PayHub.Tests.Support;
using PayHub.Web.Looks;
using PayHub.Web.Operators;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

public sealed class DashboardTests(Chromium chromium)
{
    // The product promises a second; a machine that runs other tests beside gets five. The bench's verb "dashboard" measures it.
    private static readonly LocatorAssertionsToBeVisibleOptions Soon = new() { Timeout = Operating.Soon };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_operator_opens_the_link_becomes_Admin_and_signs_out_and_in_again()
    {
        await using var hub = Hub.Start();
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        var link = await hub.Services.GetRequiredService<AdminLink>().CreateAsync(Stop);
        await page.GotoAsync(new Uri(hub.Dashboard, link).ToString());
        await page.GetByLabel("E-mail").FillAsync(Operating.Email);
        await page.GetByLabel("Password (at least").FillAsync(Operating.Password);
        await page.GetByLabel("The same password again").FillAsync("something else");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create and sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The two passwords differ.");

        await page.GetByLabel("Password (at least").FillAsync(Operating.Password);
        await page.GetByLabel("The same password again").FillAsync(Operating.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create and sign in" }).ClickAsync();
        await page.WaitUntilLiveAsync();
        await Expect(page.GetByText("No payments yet")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Operator menu" }).ClickAsync();
        await Expect(page.GetByText(Operating.Email)).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in", Exact = true })).ToBeVisibleAsync();
        await page.GotoAsync(new Uri(hub.Dashboard, "/ledger").ToString());
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/account/sign-in?returnUrl=%2Fledger").ToString());

        await page.GetByLabel("E-mail").FillAsync(Operating.Email);
        await page.GetByLabel("Password").FillAsync(Operating.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Ledger", Exact = true })).ToBeVisibleAsync();
        // A script of the sign-in page says where the browser's clock is.
        Assert.Contains(await page.Context.CookiesAsync(), c => c.Name == BrowserZone.Cookie && Uri.UnescapeDataString(c.Value) == Chromium.Zone);
    }

    [Fact]
    public async Task Sign_out_in_one_tab_ends_the_others()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        await watched.Page.EnterAsync(hub.Dashboard);
        var other = await watched.Page.Context.NewPageAsync();
        await other.ShowAsync(hub.Dashboard, "/accounts");

        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Operator menu" }).ClickAsync();
        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        // The tab may begin to go there twice: by its circuit, and by its lost connection.
        await Expect(other).ToHaveURLAsync(new Uri(hub.Dashboard, "/account/sign-in?returnUrl=%2Faccounts").ToString(), new() { Timeout = 10_000 });
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    public async Task Who_has_nothing_to_see_yet_is_told_where_the_hub_really_listens(string port)
    {
        await using var hub = Hub.Start([.. Operating.WithOperator, ("PayHub:Tcp:Port", port)]);
        await using var watched = await chromium.OpenAsync();
        await watched.Page.SignInAsync(hub.Dashboard);
        await watched.Page.ShowAsync(hub.Dashboard, "/accounts");
        await Expect(watched.Page.GetByText("No accounts yet")).ToBeVisibleAsync();
        string[] told = port == "-1" ? [] : [$"nc 127.0.0.1 {hub.Tcp.Port} REGISTER#alice"];
        await Expect(watched.Page.Locator("pre")).ToHaveTextAsync(told);
    }

    [Fact]
    public async Task A_payment_over_TCP_is_on_screen_soon_without_reload()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.EnterAsync(hub.Dashboard);
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Online now" })).ToContainTextAsync("2", new() { Timeout = Operating.Soon });

        await Operating.PayAsync(alice, "alice", 4321, bob, "bob");
        var feed = page.GetByRole(AriaRole.List, new() { Name = "Newest payments" });
        await Expect(feed.GetByText("4,321")).ToBeVisibleAsync(Soon);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Volume today" })).ToContainTextAsync("4,321");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Money in issue" })).ToContainTextAsync("20,000");
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2} .* UTC$", await feed.Locator("time").First.GetAttributeAsync("title"));
    }

    [Fact]
    public async Task Who_logs_in_shows_up_online_and_who_vanishes_leaves_each_soon()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/online");
        await Expect(page.GetByText("Nobody is online")).ToBeVisibleAsync();

        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "vera" });
        await using var vera = await hub.LogInAsync("vera", 7009);
        await Expect(row).ToBeVisibleAsync(Soon);
        await Expect(row).ToContainTextAsync("127.0.0.1:7009");
        await Expect(row).ToContainTextAsync("keyless");

        vera.Socket.Close(timeout: 0);
        await Expect(row).ToBeHiddenAsync(new() { Timeout = Operating.Soon });
        await Expect(page.GetByText("Nobody is online")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Accounts_are_found_by_the_beginning_of_their_name_and_their_balance_moves()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/accounts");
        await page.GetByLabel("Name begins with").FillAsync("AL");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "bob" })).ToBeHiddenAsync();
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "alice" });
        await Expect(row).ToContainTextAsync("10,000");
        await Operating.PayAsync(alice, "alice", 1, bob, "bob");
        await Expect(row.GetByText("9,999")).ToBeVisibleAsync(Soon);

        await page.GetByLabel("Name begins with").FillAsync("nobody");
        await Expect(page.GetByText("No account matches")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Show all accounts" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "bob" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_theme_is_kept_and_there_before_the_page_is_live()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.EnterAsync(hub.Dashboard);
        await page.GetByRole(AriaRole.Button, new() { Name = "Operator menu" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Dark", Pressed = true })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "System", Pressed = false })).ToBeVisibleAsync();
        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit });
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Expect(page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(14, 20, 18)");
        await page.WaitUntilLiveAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Operator menu" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Dark", Pressed = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task On_a_phone_the_navigation_opens_leads_and_closes()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync(360, 700);
        var page = watched.Page;
        await page.EnterAsync(hub.Dashboard);
        var ledger = page.GetByRole(AriaRole.Link, new() { Name = "Ledger", Exact = true });
        await Expect(ledger).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Open navigation" }).ClickAsync();
        await ledger.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Ledger", Exact = true })).ToBeVisibleAsync();
        await Expect(ledger).ToBeHiddenAsync();
    }
}
