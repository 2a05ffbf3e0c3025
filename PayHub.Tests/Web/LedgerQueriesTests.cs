using Microsoft.EntityFrameworkCore;
using PayHub.Data;
using PayHub.Data.Model;
using PayHub.Data.Queries;

namespace PayHub.Tests.Web;

public sealed class LedgerQueriesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<LedgerFilter> Filters => new(
        LedgerFilter.None,
        new LedgerFilter("Bob"),
        new LedgerFilter("BOB", MinAmount: 3, MaxAmount: 7),
        new LedgerFilter(Kind: TransferKind.Payment, MinAmount: 5),
        new LedgerFilter(Kind: TransferKind.Opening),
        new LedgerFilter("carol", TransferKind.Payment, MaxAmount: 6),
        new LedgerFilter("alice", Counterparty: "CAROL"),
        new LedgerFilter("carol", Counterparty: "alice", MinAmount: 4),
        new LedgerFilter(Counterparty: "bob"),
        new LedgerFilter("bob", Counterparty: "carol"),
        new LedgerFilter("bob", Counterparty: "bob"),
        new LedgerFilter(Since: Start.AddSeconds(30)),
        new LedgerFilter(Until: Start.AddSeconds(30)),
        new LedgerFilter("alice", Since: Start.AddSeconds(10.5), Until: Start.AddSeconds(90)),
        new LedgerFilter(Kind: TransferKind.Opening, Since: Start.AddSeconds(10), Until: Start.AddSeconds(10.1)),
        new LedgerFilter(Since: Start.AddHours(1)),
        new LedgerFilter(Until: Start),
        new LedgerFilter(Id: 42),
        new LedgerFilter(Id: 42, Account: "carol"),
        new LedgerFilter(Id: 42, Account: "bob"),
        new LedgerFilter(Id: 42, Kind: TransferKind.Opening),
        new LedgerFilter(Id: 1000));

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Pages_down_and_up_show_each_match_once_and_in_order(LedgerFilter filter)
    {
        await using var scratch = await LedgerAsync(100);
        var expected = await ExpectedAsync(scratch, filter);
        var queries = new LedgerQueries(scratch.Database);

        var down = new List<long>();
        var pages = new List<LedgerPage>();
        for (LedgerCursor? at = LedgerCursor.Top; at is { } position; at = pages[^1].Older)
        {
            pages.Add(await queries.PageAsync(filter, position, 7, Stop));
            down.AddRange(pages[^1].Rows.Select(r => r.Id));
        }
        Assert.Equal(expected, down);
        Assert.Null(pages[0].Newer);

        var up = new List<long>(pages[^1].Rows.Select(r => r.Id));
        for (var at = pages[^1].Newer; at is { } position;)
        {
            var page = await queries.PageAsync(filter, position, 7, Stop);
            up.InsertRange(0, page.Rows.Select(r => r.Id));
            at = page.Newer;
        }
        Assert.Equal(expected, up);
    }

    [Fact]
    public async Task What_is_streamed_is_what_pages_show_to_the_end_however_often_the_search_stops()
    {
        await using var scratch = await LedgerAsync(2_300);
        foreach (var filter in Filters.Select(row => row.Data))
        {
            var queries = new LedgerQueries(scratch.Database, new HurryingClock(TimeSpan.FromSeconds(1)));
            var streamed = new List<long>();
            await foreach (var row in queries.StreamAsync(filter, Stop))
                streamed.Add(row.Id);
            Assert.True((await ExpectedAsync(scratch, filter)).SequenceEqual(streamed), filter.ToString());
        }
    }

    [Fact]
    public async Task A_search_that_finds_nothing_stops_when_its_time_is_over_and_goes_on_where_it_stopped()
    {
        await using var scratch = ScratchLedger.Create("alice", "bob");
        await scratch.SaveAsync();
        await scratch.ManyPaymentsAsync(3_000);
        var queries = new LedgerQueries(scratch.Database, new HurryingClock(TimeSpan.FromMilliseconds(30)));
        var filter = new LedgerFilter(MinAmount: 2);

        // Each piece seems to take 30 ms, so each is half as long as the one before: 1000 + 500 + 250.
        var first = await queries.PageAsync(filter, LedgerCursor.Top, 50, Stop);
        Assert.Empty(first.Rows);
        Assert.Equal(new SearchEnd(new LedgerCursor(1_251, false), scratch.Start.AddMicroseconds(1_251), 1_750), first.StoppedAt);

        var second = await queries.PageAsync(filter, first.StoppedAt!.Next, 50, Stop);
        Assert.Empty(second.Rows);
        Assert.Null(second.StoppedAt);

        var up = await queries.PageAsync(filter, new LedgerCursor(0, true), 50, Stop);
        Assert.Equal(new LedgerCursor(1_750, true), up.StoppedAt?.Next);
        var byAccount = await queries.PageAsync(filter with { Account = "bob" }, LedgerCursor.Top, 50, Stop);
        Assert.Equal(first.StoppedAt, byAccount.StoppedAt);
    }

    [Fact]
    public async Task The_total_is_told_where_ids_or_an_index_know_it()
    {
        await using var scratch = ScratchLedger.Create("alice", "bob");
        await scratch.SaveAsync();
        await scratch.ManyPaymentsAsync(60_000);
        var queries = new LedgerQueries(scratch.Database);
        async Task<RowCount?> TotalAsync(LedgerFilter filter) => (await queries.PageAsync(filter, LedgerCursor.Top, 5, Stop)).Total;

        Assert.Equal(new RowCount(60_000, false), await TotalAsync(LedgerFilter.None));
        Assert.Equal(new RowCount(50_000, true), await TotalAsync(new LedgerFilter("alice")));
        Assert.Equal(new RowCount(0, false), await TotalAsync(new LedgerFilter(Kind: TransferKind.Reversal)));
        Assert.Equal(new RowCount(1, false), await TotalAsync(new LedgerFilter(Id: 7)));
        Assert.Null(await TotalAsync(new LedgerFilter(MinAmount: 1)));
    }

    [Theory]
    [InlineData("nobody", null)]
    [InlineData(null, "nobody")]
    [InlineData("alice", "nobody")]
    public async Task An_unknown_account_is_said_to_be_unknown(string? account, string? counterparty)
    {
        await using var scratch = ScratchLedger.Create("alice");
        await scratch.SaveAsync();
        var filter = new LedgerFilter(account, Counterparty: counterparty);
        var page = await new LedgerQueries(scratch.Database).PageAsync(filter, LedgerCursor.Top, 50, Stop);
        Assert.True(page.UnknownAccount);
        Assert.Equal("nobody", page.UnknownName);
    }

    [Theory]
    [InlineData(long.MaxValue, true)]
    [InlineData(long.MinValue, false)]
    [InlineData(-5, false)]
    public async Task An_address_with_an_impossible_position_shows_an_empty_page(long id, bool newer)
    {
        await using var scratch = await LedgerAsync(10);
        Assert.Empty((await new LedgerQueries(scratch.Database).PageAsync(LedgerFilter.None, new LedgerCursor(id, newer), 50, Stop)).Rows);
    }

    [Fact]
    public async Task What_came_after_is_counted_by_the_same_filter_up_to_the_cap()
    {
        await using var scratch = ScratchLedger.Create("alice", "bob", "carol");
        for (var i = 0; i < 30; i++)
            scratch.Transfer(2, 3 + i % 2, 5, seconds: i);
        await scratch.SaveAsync();
        var queries = new LedgerQueries(scratch.Database);
        Assert.Equal(10, await queries.CountNewerAsync(LedgerFilter.None, 20, 100, Stop));
        Assert.Equal(5, await queries.CountNewerAsync(new LedgerFilter("carol"), 20, 100, Stop));
        Assert.Equal(3, await queries.CountNewerAsync(LedgerFilter.None, 20, 3, Stop));
    }

    private static async Task<ScratchLedger> LedgerAsync(int transfers)
    {
        var scratch = ScratchLedger.Create("alice", "Bob", "carol");
        scratch.Start = Start;
        for (var i = 0; i < transfers; i++)
            scratch.Transfer(i % 5 == 0 ? 1 : 2, 3 + i % 2, 1 + i % 9, i % 5 == 0 ? TransferKind.Opening : TransferKind.Payment, i);
        await scratch.SaveAsync(indexedTo: transfers * 2 / 3);
        return scratch;
    }

    private static async Task<List<long>> ExpectedAsync(ScratchLedger scratch, LedgerFilter filter)
    {
        await using var db = scratch.Database.OpenRead();
        var names = await db.Accounts.ToDictionaryAsync(a => a.Id, a => a.Name, Stop);
        var all = await db.Transfers.ToListAsync(Stop);
        var (one, other) = filter.Account is null ? (filter.Counterparty, null) : (filter.Account, filter.Counterparty);
        return [.. all
            .Where(t => IsBetween(names[t.DebitId], names[t.CreditId], one, other) || IsBetween(names[t.CreditId], names[t.DebitId], one, other))
            .Where(t => filter.Kind is null || t.Kind == filter.Kind)
            .Where(t => t.Amount >= (filter.MinAmount ?? 0) && t.Amount <= (filter.MaxAmount ?? long.MaxValue))
            .Where(t => t.At >= UnixMicroseconds.From(filter.Since ?? DateTimeOffset.MinValue))
            .Where(t => t.At < UnixMicroseconds.From(filter.Until ?? DateTimeOffset.MaxValue))
            .Select(t => t.Id).Where(id => filter.Id is null || id == filter.Id).OrderDescending()];
    }

    private static bool IsBetween(string side, string otherSide, string? one, string? other) =>
        (one is null || side.Equals(one, StringComparison.OrdinalIgnoreCase))
        && (other is null || otherSide.Equals(other, StringComparison.OrdinalIgnoreCase));
}
