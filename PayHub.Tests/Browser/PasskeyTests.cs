using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using PayHub.Data.Model;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>Passkeys of a device that Chromium makes up.</summary>
public sealed class PasskeyTests(Chromium chromium)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_passkey_is_added_renamed_signs_in_and_opens_nothing_once_removed()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = await WithDeviceAsync(watched.Page);
        var dashboard = ByLocalhost(hub);
        await page.SignInAsync(dashboard);
        await AddAsync(page, dashboard, "Ann's laptop");
        await Expect(page.GetByText("Ann's laptop")).ToBeVisibleAsync();

        await page.GetByText("Rename or remove").ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).First.FillAsync("The old laptop");
        await page.GetByLabel("Your present password").First.FillAsync(Operating.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename", Exact = true }).ClickAsync();
        await Expect(page.GetByText("The old laptop").First).ToBeVisibleAsync();

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(new Uri(dashboard, "/account/sign-in?returnUrl=%2Faccounts").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await page.WaitForURLAsync(new Uri(dashboard, "/accounts").ToString());
        await page.WaitUntilLiveAsync();

        await page.GotoAsync(new Uri(dashboard, "/account/passkeys").ToString());
        await page.GetByText("Rename or remove").ClickAsync();
        await page.GetByLabel("Your present password").First.FillAsync(Operating.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await Expect(page.GetByText("The old laptop")).ToBeHiddenAsync();
        await AssertKeptOutAsync(page, dashboard);
        await using var db = hub.OpenDatabase().OpenRead();
        Assert.Equal(
            ["added Ann's laptop", "renamed to The old laptop", "removed The old laptop"],
            await db.Audit.Where(a => a.Action == "operator.passkey").OrderBy(a => a.Id).Select(a => a.After!).ToListAsync(Stop));
    }

    [Fact]
    public async Task Adding_one_takes_the_password_before_the_device_is_asked()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = await WithDeviceAsync(watched.Page);
        var dashboard = ByLocalhost(hub);
        await page.SignInAsync(dashboard);
        watched.ExpectTrouble();
        await AddAsync(page, dashboard, "stolen", "wrong-wrong-wrong");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The password is wrong");
        await using var db = hub.OpenDatabase().OpenRead();
        Assert.Empty(await db.UserPasskeys.ToListAsync(Stop));
    }

    [Fact]
    public async Task A_disabled_operators_passkey_opens_nothing()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, "bob@example.org", OperatorRoles.Viewer);
        await using var watched = await chromium.OpenAsync();
        var page = await WithDeviceAsync(watched.Page);
        var dashboard = ByLocalhost(hub);
        await page.SignInAsync(dashboard, "bob@example.org");
        await AddAsync(page, dashboard, "Bob's phone");
        await Expect(page.GetByText("Bob's phone")).ToBeVisibleAsync();
        Ledgers.TestDatabase.Execute(Path.Combine(hub.DataDirectory, "payhub.db"), "UPDATE AspNetUsers SET disabled_at = 1 WHERE email = 'bob@example.org'");
        await AssertKeptOutAsync(page, dashboard);
    }

    [Fact]
    public async Task At_an_IP_address_the_page_says_why_not_and_leads_to_localhost()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.GotoAsync(new Uri(hub.Dashboard, "/account/sign-in").ToString());
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" })).ToHaveCountAsync(0);
        await page.SignInAsync(hub.Dashboard);
        await page.GotoAsync(new Uri(hub.Dashboard, "/account/passkeys").ToString());
        await Expect(page.GetByText("never by an IP address")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Open it at http://localhost" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(ByLocalhost(hub), "/account/sign-in?returnUrl=%2Faccount%2Fpasskeys").ToString());
    }

    private static Uri ByLocalhost(Hub hub) => new UriBuilder(hub.Dashboard) { Host = "localhost" }.Uri;

    private static async Task<IPage> WithDeviceAsync(IPage page)
    {
        var chromium = await page.Context.NewCDPSessionAsync(page);
        await chromium.SendAsync("WebAuthn.enable");
        await chromium.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return page;
    }

    private static async Task AddAsync(IPage page, Uri dashboard, string name, string password = Operating.Password)
    {
        await page.GotoAsync(new Uri(dashboard, "/account/passkeys").ToString());
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByLabel("Your present password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
    }

    private static async Task AssertKeptOutAsync(IPage page, Uri dashboard)
    {
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(new Uri(dashboard, "/account/sign-in").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "The hub does not know this passkey" })).ToBeVisibleAsync();
    }
}
