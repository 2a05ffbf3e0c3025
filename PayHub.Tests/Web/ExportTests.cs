using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Tests.Browser;
using PayHub.Tests.Support;

namespace PayHub.Tests.Web;

/// <summary>Exports of a real hub over real HTTP.</summary>
public sealed class ExportTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_ledgers_file_holds_what_the_filter_says_and_names_itself()
    {
        await using var hub = Hub.Start([.. Operating.WithOperator, ("PayHub:Currency:Decimals", "2"), ("PayHub:Currency:Code", "EUR")]);
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob", 7002);
        for (var amount = 1; amount <= 5; amount++)
            await Operating.PayAsync(alice, "alice", amount, bob, "bob");
        using var http = await SignedInAsync(hub);

        using var response = await http.GetAsync("/export/ledger.csv?account=ALICE&kind=payment&min=0.02&max=0.04", Stop);
        Assert.Equal("text/csv; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Matches("^payhub-ledger-[0-9]{8}T[0-9]{6}Z.csv$", response.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        var rows = CsvWriterTests.Read(await response.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal(["id", "time", "kind", "debit", "credit", "amount", "currency", "debit_balance_after", "credit_balance_after", "memo"], rows[0]);
        Assert.Equal(["6 payment alice bob 0.04 EUR 99.90", "5 payment alice bob 0.03 EUR 99.94", "4 payment alice bob 0.02 EUR 99.97"],
            rows.Skip(1).Select(r => string.Join(' ', r[0], r[2], r[3], r[4], r[5], r[6], r[7])));
        Assert.All(rows.Skip(1), r => Assert.EndsWith("Z", r[1], StringComparison.Ordinal));

        var opening = CsvWriterTests.Read(await http.GetByteArrayAsync("/export/ledger.csv?id=1", Stop));
        Assert.Equal("-100.00", opening[1][7]);
    }

    [Fact]
    public async Task A_payers_words_are_text_in_the_ledgers_file()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var bob = await hub.LogInAsync("bob");
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await alice.AskAsync(alice.Sign(5, "bob", memo: "=1+1, or two"));
        using var http = await SignedInAsync(hub);
        var rows = CsvWriterTests.Read(await http.GetByteArrayAsync("/export/ledger.csv?kind=payment", Stop));
        Assert.Equal("'=1+1, or two", Assert.Single(rows.Skip(1))[9]);
    }

    [Fact]
    public async Task No_account_can_have_a_name_under_which_a_file_is_fetched()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var odd = await hub.LogInAsync("export.csv");
        using var http = await SignedInAsync(hub);
        using var page = await http.GetAsync("/accounts/export.csv", Stop);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        using var file = await http.GetAsync("/export/accounts.csv", Stop);
        Assert.Equal("text/csv", file.Content.Headers.ContentType?.MediaType);
        Assert.Contains("export.csv", await file.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/export/ledger.csv?min=abc")]
    [InlineData("/export/ledger.csv?kind=7")]
    [InlineData("/export/ledger.csv?since=yesterday")]
    [InlineData("/export/ledger.csv?id=99999999999999999999")]
    [InlineData("/export/accounts.csv?status=gone")]
    [InlineData("/export/audit.csv?until=never")]
    public async Task A_filter_that_can_not_be_meant_is_refused_rather_than_left_out(string address)
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        using var http = await SignedInAsync(hub);
        using var response = await http.GetAsync(address, Stop);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Hostile_reasons_are_text_in_the_audits_file()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var alice = await hub.LogInAsync("alice");
        string[] reasons = ["=HYPERLINK(\"http://example.org\")", "a, \"b\"", "two\nlines", "@1"];
        var desk = hub.Services.GetRequiredService<OperatorDesk>();
        foreach (var reason in reasons)
            await desk.DepositAsync("alice", new Money(1), new OperatorAct("7", "=ann", "-", "account.deposit", "account", "alice", reason));
        using var http = await SignedInAsync(hub);

        var rows = CsvWriterTests.Read(await http.GetByteArrayAsync("/export/audit.csv?type=account&target=alice", Stop));
        Assert.Equal(["'@1", "two\nlines", "a, \"b\"", "'=HYPERLINK(\"http://example.org\")"], rows.Skip(1).Select(r => r[9]));
        Assert.All(rows.Skip(1), r => Assert.Equal("'=ann", r[2]));
    }

    [Fact]
    public async Task The_accounts_file_follows_filter_and_order()
    {
        await using var hub = Hub.Start(Operating.WithOperator);
        await using var alice = await hub.LogInAsync("alice");
        await using var alba = await hub.LogInAsync("Alba", 7002);
        await using var bob = await hub.LogInAsync("bob", 7003);
        using var http = await SignedInAsync(hub);
        var rows = CsvWriterTests.Read(await http.GetByteArrayAsync("/export/accounts.csv?name=AL&key=keyless&status=active", Stop));
        Assert.Equal(["name", "balance", "currency", "status", "key", "opened", "last_seen"], rows[0]);
        Assert.Equal(["Alba 10000 PTS active keyless", "alice 10000 PTS active keyless"], rows.Skip(1).Select(r => string.Join(' ', r[..5])));
    }

    internal static async Task<HttpClient> SignedInAsync(Hub hub)
    {
        var http = hub.CreateHttpClient();
        using var signedIn = await http.SignInAsync(Operating.Email, Operating.Password);
        return http;
    }
}
