using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PayHub.Tcp.Keys;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>The page that tells people how to connect.</summary>
public sealed class ConnectTests(Chromium chromium)
{
    [Fact]
    public async Task It_shows_where_the_hub_is_and_by_which_fingerprint_it_is_known()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.EnterAsync(hub.Dashboard);
        await page.GetByRole(AriaRole.Link, new() { Name = "Connect", Exact = true }).ClickAsync();
        var fingerprint = hub.Services.GetRequiredService<HubIdentity>().Fingerprint;
        await Expect(page.GetByLabel("the fingerprint", new() { Exact = true })).ToHaveTextAsync(fingerprint);
        var start = $"payhub --hub localhost:{hub.Tls.Port} --fingerprint {fingerprint}";
        await Expect(page.GetByLabel("the wallet's first session", new() { Exact = true })).ToContainTextAsync($"{start} register alice");
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = start })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("the session with nc", new() { Exact = true })).ToContainTextAsync($"nc localhost {hub.Tcp.Port}");
    }

    [Fact]
    public async Task What_it_shows_can_be_copied()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/connect");
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy the fingerprint" }).ClickAsync();
        await Expect(page.GetByText("Copied")).ToBeVisibleAsync();
        Assert.Equal(hub.Services.GetRequiredService<HubIdentity>().Fingerprint, await page.EvaluateAsync<string>("navigator.clipboard.readText()"));

        await Expect(page.GetByText("Copied")).ToHaveCountAsync(0);

        // As in a page that came by plain HTTP over the network.
        await page.EvaluateAsync("Object.defineProperty(navigator, 'clipboard', { value: { readText: navigator.clipboard.readText.bind(navigator.clipboard) } })");
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy the session with nc" }).ClickAsync();
        await Expect(page.GetByText("Copied")).ToBeVisibleAsync();
        Assert.StartsWith("nc localhost", await page.EvaluateAsync<string>("navigator.clipboard.readText()"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_is_off_is_said_to_be()
    {
        await using var hub = Hub.Start([.. Operating.WithOperator, ("PayHub:Tcp:TlsPort", "-1"), ("PayHub:Tcp:Port", "-1")]);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/connect");
        await Expect(page.GetByText("The TLS endpoint is off")).ToBeVisibleAsync();
        await Expect(page.GetByText("The plain endpoint is off")).ToBeVisibleAsync();
    }
}
