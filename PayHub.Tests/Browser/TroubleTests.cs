using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

public sealed class TroubleTests(Chromium chromium)
{
    [Fact]
    public async Task A_query_that_fails_says_so_and_Retry_reads_again()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        hub.Errors.Expect(4002);
        hub.Errors.Expect(Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.CommandError.Id);
        hub.Errors.Expect(Microsoft.EntityFrameworkCore.Diagnostics.CoreEventId.QueryIterationFailed.Id);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.SignInAsync(hub.Dashboard);
        await ExecuteAsync(hub, "ALTER TABLE account_activity RENAME TO away");
        await page.GetByRole(AriaRole.Link, new() { Name = "Accounts" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The list of accounts could not be read");
        await ExecuteAsync(hub, "ALTER TABLE away RENAME TO account_activity");
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
        await Expect(page.GetByText("No accounts yet")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task When_the_hub_is_killed_a_banner_says_so_and_the_page_comes_back_with_the_hub()
    {
        using var folder = new TemporaryFolder();
        (string, string)[] settings = [.. Operating.WithOperator, ("urls", $"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}")];
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        var banner = page.GetByText("Connection to the hub lost");
        await using (var hub = await HubProcess.StartAsync(folder.Path, settings))
        {
            await page.SignInAsync(hub.Dashboard);
            await page.ShowAsync(hub.Dashboard, "/ledger?kind=payment");
            await Expect(banner).ToBeHiddenAsync();
            watched.ExpectTrouble();
            hub.Process.Kill();
            await Expect(banner).ToBeVisibleAsync();
        }
        await using (var hub = await HubProcess.StartAsync(folder.Path, settings))
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Try now" }).ClickAsync();
            await Expect(banner).ToBeHiddenAsync(new() { Timeout = 15_000 });
            await page.WaitUntilLiveAsync();
            await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/ledger?kind=payment").ToString());
            await using var alice = await ClassicClient.ConnectAsync(hub.Tcp);
            await using var bob = await ClassicClient.ConnectAsync(hub.Tcp);
            await alice.AskAsync("REGISTER#alice");
            await bob.AskAsync("REGISTER#bob");
            await alice.LogInAsync("alice");
            await bob.LogInAsync("bob", 7002);
            await Operating.PayAsync(alice, "alice", 77, bob, "bob");
            await Expect(page.Locator("tbody tr")).ToContainTextAsync("77", new() { Timeout = 1000 });
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task ExecuteAsync(Hub hub, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(hub.DataDirectory, "payhub.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
