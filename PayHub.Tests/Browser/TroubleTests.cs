using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using PayHub.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

public sealed class TroubleTests(Chromium chromium)
{
    // As WCAG 2 reckons it, for a text on its own opaque ground.
    private const string Contrast = """
        e => {
          const style = getComputedStyle(e);
          const light = colour => colour.match(/[\d.]+/g).slice(0, 3).map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const [a, b] = [light(style.color), light(style.backgroundColor)];
          return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        }
        """;

    [Fact]
    public async Task A_query_that_fails_says_so_and_Retry_reads_again()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        hub.Errors.Expect(4002);
        hub.Errors.Expect(Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.CommandError.Id);
        hub.Errors.Expect(Microsoft.EntityFrameworkCore.Diagnostics.CoreEventId.QueryIterationFailed.Id);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await page.EnterAsync(hub.Dashboard);
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
        using var folder = FreshData.NewFolder();
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
            await Expect(page.Locator("tbody tr")).ToContainTextAsync("77", new() { Timeout = Operating.Soon });
        }
    }

    [Fact]
    public async Task After_the_hub_was_started_anew_the_page_is_back_where_it_was_scrolled_to_and_live()
    {
        using var folder = FreshData.NewFolder();
        (string, string)[] settings =
        [
            .. Operating.WithOperator, ("urls", $"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}"), ("PayHub:Tcp:RegistrationsPerMinutePerAddress", "0"),
        ];
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await using (var hub = await HubProcess.StartAsync(folder.Path, settings))
        {
            await using var wallet = await ClassicClient.ConnectAsync(hub.Tcp);
            for (var i = 0; i < 40; i++)
                Assert.Equal("100 OK", await wallet.AskAsync($"REGISTER#user{i.ToString(CultureInfo.InvariantCulture)}"));
            await page.SignInAsync(hub.Dashboard);
            await page.ShowAsync(hub.Dashboard, "/accounts?sort=name");
            await Expect(page.Locator("tbody tr")).ToHaveCountAsync(40);
            await page.EvaluateAsync("scrollTo(0, 700)");
            watched.ExpectTrouble();
            hub.Process.Kill();
            await Expect(page.GetByText("Connection to the hub lost")).ToBeVisibleAsync();
        }
        await using (var hub = await HubProcess.StartAsync(folder.Path, settings))
        {
            await Expect(page.GetByText("Connection to the hub lost")).ToBeHiddenAsync(new() { Timeout = 20_000 });
            await page.WaitForFunctionAsync("() => scrollY === 700");
            await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/accounts?sort=name").ToString());
            await using var zoe = await ClassicClient.ConnectAsync(hub.Tcp);
            await zoe.AskAsync("REGISTER#zoe");
            await Expect(page.Locator("tbody tr")).ToHaveCountAsync(41, new() { Timeout = Operating.Soon });
            Assert.Equal(700, await page.EvaluateAsync<int>("scrollY"));
        }
    }

    [Fact]
    public async Task While_the_hub_is_away_the_banner_can_be_read_covers_nothing_and_tries_are_spaced()
    {
        using var folder = FreshData.NewFolder();
        await using var watched = await chromium.OpenNarrowAsync();
        var page = watched.Page;
        await using var hub = await HubProcess.StartAsync(folder.Path, [.. Operating.WithOperator]);
        await page.EnterAsync(hub.Dashboard);
        watched.ExpectTrouble();
        var tries = Channel.CreateUnbounded<long>();
        page.Request += (_, request) =>
        {
            if (request.Url.Contains("/_blazor/negotiate", StringComparison.Ordinal))
                tries.Writer.TryWrite(Stopwatch.GetTimestamp());
        };
        hub.Process.Kill();

        var banner = page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Connection to the hub lost" });
        await Expect(banner).ToBeVisibleAsync();
        await Expect(page.GetByText("Offline", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("Live", new() { Exact = true })).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Try now" })).ToHaveCSSAsync("text-transform", "none");
        foreach (var theme in (string[])["light", "dark"])
        {
            await page.EvaluateAsync("theme => document.documentElement.dataset.theme = theme", theme);
            await page.ExpectFitAsync($"lost-{theme}", async () =>
            {
                var bottom = await banner.EvaluateAsync<double>("e => e.getBoundingClientRect().bottom");
                Assert.True(await page.Locator(".ph-top").EvaluateAsync<double>("e => e.getBoundingClientRect().top") >= bottom);
            });
            Assert.True(await banner.EvaluateAsync<double>(Contrast) >= 4.5);
        }

        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(15));
        var first = await tries.Reader.ReadAsync(bound.Token);
        await tries.Reader.ReadAsync(bound.Token);
        var third = await tries.Reader.ReadAsync(bound.Token);
        Assert.True(Stopwatch.GetElapsedTime(first, third) >= TimeSpan.FromSeconds(2));
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
