using Microsoft.Playwright;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>What nobody foresaw: the page says sorry with a number, the log has it under that number, and the page comes back.</summary>
public sealed class ApologyTests(Chromium chromium)
{
    private const int TroubleEvent = 4010;
    private const int EndedEvent = 4011;
    private const string Sorry = "Sorry: this failed";

    private readonly Faults _faults = new();

    [Fact]
    public async Task A_page_that_fails_says_so_with_a_number_and_the_rest_goes_on()
    {
        await using var hub = StartFaulty();
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.EnterAsync(hub.Dashboard);
        _faults.Text = "With the wallet";
        await page.GetByRole(AriaRole.Link, new() { Name = "Connect", Exact = true }).ClickAsync();
        await ExpectApologyAsync(page, hub, "/connect");

        await page.GetByRole(AriaRole.Link, new() { Name = "Accounts", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Accounts", Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Connect", Exact = true }).ClickAsync();
        await Expect(page.GetByText(Sorry).Locator("visible=true")).ToBeVisibleAsync();
        _faults.Text = null;
        await page.GetByRole(AriaRole.Button, new() { Name = "Reload the page" }).ClickAsync();
        await Expect(page.GetByText("With the wallet")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_dialog_that_fails_leaves_the_page_behind_it_alive()
    {
        await using var hub = StartFaulty();
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using var alice = await hub.LogInAsync("alice");
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/accounts");
        _faults.Text = "Whoever has the code gets the account and its money: make sure who asks.";
        await page.GetByRole(AriaRole.Button, new() { Name = "A new key for alice" }).ClickAsync();
        await ExpectApologyAsync(page, hub, "/accounts");
        await using var bob = await hub.LogInAsync("bob", 7002);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "bob" })).ToBeVisibleAsync(new() { Timeout = Operating.Soon });
        await page.GetByRole(AriaRole.Button, new() { Name = "Reload the page" }).ClickAsync();
        await page.WaitUntilLiveAsync();
        await Expect(page.GetByText(Sorry).Locator("visible=true")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_frame_that_fails_takes_the_page_along_and_gives_it_back()
    {
        await using var hub = StartFaulty();
        await using var watched = await chromium.OpenAsync(360, 780);
        var page = watched.Page;
        await page.EnterAsync(hub.Dashboard);
        _faults.Text = "Pages";
        await page.GetByRole(AriaRole.Button, new() { Name = "Open navigation" }).ClickAsync();
        await ExpectApologyAsync(page, hub, "/");
        _faults.Text = null;
        await page.GetByRole(AriaRole.Button, new() { Name = "Reload the page" }).ClickAsync();
        await page.WaitUntilLiveAsync();
    }

    [Fact]
    public async Task A_circuit_that_ends_for_good_leaves_its_number_and_a_button()
    {
        await using var hub = StartFaulty();
        hub.Errors.Expect(EndedEvent);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.EnterAsync(hub.Dashboard);
        watched.ExpectTrouble();
        _faults.EndsCircuit = true;
        // The fault may come sooner, by what is live on the page: then its apology lies over the link.
        await page.GetByRole(AriaRole.Link, new() { Name = "Accounts", Exact = true }).First.ClickAsync(new() { Force = true });
        await Expect(page.GetByText(Sorry).Locator("visible=true")).ToBeVisibleAsync();
        var reference = await page.Locator("[data-reference]:visible").InnerTextAsync();
        Assert.Contains(hub.Errors.All, error => error.Contains(reference, StringComparison.Ordinal) && error.Contains(Faults.Message, StringComparison.Ordinal));
        await page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", "fatal.png") });
        _faults.EndsCircuit = false;
        await page.GetByRole(AriaRole.Button, new() { Name = "Reload the page" }).ClickAsync();
        await page.WaitUntilLiveAsync();
        await Expect(page.GetByText(Sorry).Locator("visible=true")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_request_that_fails_is_answered_by_a_page_with_a_number_too()
    {
        await using var hub = StartFaulty();
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        watched.ExpectTrouble();
        _faults.Text = "With the wallet";
        var answer = await page.GotoAsync(new Uri(hub.Dashboard, "/connect").ToString());
        Assert.Equal(500, answer!.Status);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Something went wrong" })).ToBeVisibleAsync();
        var reference = await page.Locator("[data-reference]:visible").InnerTextAsync();
        Assert.Contains(hub.Errors.All, error => error.Contains($"Reference {reference}: the page /connect failed.", StringComparison.Ordinal));
        _faults.Text = null;
        await page.GetByRole(AriaRole.Link, new() { Name = "Try again" }).ClickAsync();
        await Expect(page.GetByText("With the wallet")).ToBeVisibleAsync();
    }

    private Hub StartFaulty()
    {
        var hub = Hub.Start(_faults.AddTo, Operating.WithOperator);
        hub.Errors.Expect(TroubleEvent);
        return hub;
    }

    private static async Task ExpectApologyAsync(IPage page, Hub hub, string path)
    {
        await Expect(page.GetByText(Sorry).Locator("visible=true")).ToBeVisibleAsync();
        var reference = await page.Locator("[data-reference]:visible").InnerTextAsync();
        Assert.Contains(hub.Errors.All, error => error.Contains($"Reference {reference}: the page {path} failed.", StringComparison.Ordinal));
    }
}
