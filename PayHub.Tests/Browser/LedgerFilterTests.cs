using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PayHub.Tests.Support;
using PayHub.Tests.Web;
using static Microsoft.Playwright.Assertions;

namespace PayHub.Tests.Browser;

/// <summary>What the ledger can be searched by, and that a link shows the same to somebody else.</summary>
public sealed partial class LedgerFilterTests(Chromium chromium)
{
    [Fact]
    public async Task Counterparty_and_time_stand_in_the_address_and_a_link_shows_the_same()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await ThreeAccountsAsync(hub);
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/ledger?account=alice");
        var rows = page.Locator("tbody tr");
        await Expect(rows).ToHaveCountAsync(3);
        await Expect(page.GetByText("3 transfers", new() { Exact = true })).ToBeVisibleAsync();

        await page.GetByLabel("Counterparty").FillAsync("CAROL");
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows.First).ToContainTextAsync("25");
        await page.GetByRole(AriaRole.Button, new() { Name = "Last hour" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(SinceNow());
        await Expect(rows).ToHaveCountAsync(1);

        await page.GetByLabel("To time").FillAsync("2020-01-01T08:00");
        await Expect(page.GetByText("The time begins where it ends, or later.")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(UntilMidnight());
        var link = page.Url;
        await page.GetByRole(AriaRole.Button, new() { Name = "Any time" }).ClickAsync();
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(page.GetByLabel("To time")).ToHaveValueAsync("");

        await page.GotoAsync(link);
        await Expect(page.GetByLabel("To time")).ToHaveValueAsync("2020-01-01T08:00");
        await Expect(page.GetByLabel("Counterparty")).ToHaveValueAsync("CAROL");
    }

    [Fact]
    public async Task An_address_with_nonsense_is_corrected_and_the_rest_of_it_holds()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await ThreeAccountsAsync(hub);
        await page.SignInAsync(hub.Dashboard);
        await page.GotoAsync(new Uri(hub.Dashboard, "/ledger?account=bob&since=yesterday&kind=7&id=x&min=-1&before=abc").ToString());
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/ledger?account=bob").ToString());
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
        await page.GotoAsync(new Uri(hub.Dashboard, "/refused?reason=because&account=bob").ToString());
        await Expect(page).ToHaveURLAsync(new Uri(hub.Dashboard, "/refused?account=bob").ToString());
        await Expect(page.GetByText("No refused payment matches")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_file_holds_what_is_on_screen()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var watched = await chromium.OpenAsync();
        var page = watched.Page;
        await ThreeAccountsAsync(hub);
        await page.SignInAsync(hub.Dashboard);
        await page.ShowAsync(hub.Dashboard, "/ledger?account=alice&max=30");
        var onScreen = await page.Locator("tbody th").AllInnerTextsAsync();
        Assert.Equal(2, onScreen.Count);
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Export CSV" }).ClickAsync());
        Assert.Matches("^payhub-ledger-.*\\.csv$", download.SuggestedFilename);
        var rows = CsvWriterTests.Read(await File.ReadAllBytesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken));
        Assert.Equal(onScreen, rows.Skip(1).Select(r => "#" + r[0]));
    }

    private static async Task ThreeAccountsAsync(Hub hub)
    {
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        await using var carol = await hub.LogInAsync("carol", 7003);
        await Operating.PayAsync(alice, "alice", 15, bob, "bob");
        await Operating.PayAsync(alice, "alice", 25, carol, "carol");
    }

    private static Regex SinceNow() =>
        new($"/ledger\\?account=alice&counterparty=CAROL&since={DateTime.UtcNow.AddHours(-1).Year.ToString(CultureInfo.InvariantCulture)}-[^&]*Z$");

    // Eight in the morning in Taipei.
    [GeneratedRegex("&until=2020-01-01T00%3A00%3A00Z$")]
    private static partial Regex UntilMidnight();
}
