using System.Net;
using Microsoft.Playwright;
using PayHub.Data.Model;
using PayHub.Tests.Support;
using PayHub.Tests.Web;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>An Admin has another program told of payments.</summary>
public sealed class WebhooksScreenTests(Chromium chromium)
{
    [Fact]
    public async Task An_Admin_makes_a_webhook_sees_what_it_was_told_and_sends_it_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/webhooks");
        await page.GetByRole(AriaRole.Button, new() { Name = "New webhook" }).ClickAsync();
        await page.GetByLabel("Address").FillAsync("not an address");
        await page.GetByLabel("Reason").FillAsync("the book shop waits for its money");
        var make = page.GetByRole(AriaRole.Button, new() { Name = "Make the webhook" });
        await Expect(make).ToBeDisabledAsync();
        await page.GetByLabel("Address").FillAsync(receiver.Url);
        await make.ClickAsync();
        var secret = (await page.GetByRole(AriaRole.Group, new() { Name = "the webhook's secret" }).TextContentAsync())!.Trim();
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = receiver.Url }).ClickAsync();
        await Expect(page.GetByText("Nothing was delivered yet")).ToBeVisibleAsync(new() { Timeout = Operating.Soon });

        await using var alice = await hub.LogInAsync("alice");
        Assert.True((await receiver.NextAsync()).IsSignedBy(secret));
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "account.created" });
        await Expect(row.GetByText("delivered", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = Operating.Soon });

        await row.GetByRole(AriaRole.Button, new() { Name = "again" }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("they lost it");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Deliver again" }).ClickAsync();
        Assert.Equal("account.created", (await receiver.NextAsync()).Type);
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("no longer needed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete the webhook" }).ClickAsync();
        await Expect(page.GetByText("There is no such webhook")).ToBeVisibleAsync(new() { Timeout = Operating.Soon });

        await using var db = hub.OpenDatabase().OpenRead();
        Assert.Equal(["webhook.create", "webhook.redeliver", "webhook.delete"], db.Audit.OrderBy(a => a.Id).Select(a => a.Action));
    }

    [Theory]
    [InlineData(OperatorRoles.Viewer)]
    [InlineData(OperatorRoles.Cashier)]
    public async Task Nobody_else_sees_webhooks(string role)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await Operating.NewOperatorAsync(hub, "vic@example.org", role);
        using var http = hub.CreateHttpClient();
        await http.SignInAsync("vic@example.org", Operating.Password);
        using var answer = await http.GetAsync("/webhooks", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }
}
