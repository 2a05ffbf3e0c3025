using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;
using PayHub.Data.Queries;

namespace PayHub.Tests.Web;

public sealed class LedgerQueriesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData("Bob", null, null, null)]
    [InlineData("BOB", null, 3L, 7L)]
    [InlineData(null, TransferKind.Payment, 5L, null)]
    [InlineData(null, TransferKind.Opening, null, null)]
    [InlineData("carol", TransferKind.Payment, null, 6L)]
    public async Task Pages_down_and_up_show_each_match_once_and_in_order(string? account, TransferKind? kind, long? min, long? max)
    {
        await using var scratch = await ScratchLedger.CreateAsync("alice", "Bob", "carol");
        for (var i = 0; i < 100; i++)
            scratch.Transfer(i % 5 == 0 ? 1 : 2, 3 + i % 2, 1 + i % 9, i % 5 == 0 ? TransferKind.Opening : TransferKind.Payment, i);
        await scratch.SaveAsync();
        var filter = new LedgerFilter(account, kind, min, max);
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
    public async Task A_filter_that_matches_nothing_stops_after_its_stretch_and_goes_on_where_it_stopped()
    {
        await using var scratch = await ScratchLedger.CreateAsync("alice", "bob");
        await scratch.SaveAsync();
        await scratch.ManyPaymentsAsync(LedgerQueries.Stretch + 10);
        var queries = new LedgerQueries(scratch.Database);
        var filter = new LedgerFilter(MinAmount: 2);

        var first = await queries.PageAsync(filter, LedgerCursor.Top, 50, Stop);
        Assert.Empty(first.Rows);
        Assert.Equal(new LedgerCursor(11, false), first.StoppedAt?.Next);

        var second = await queries.PageAsync(filter, first.StoppedAt!.Next, 50, Stop);
        Assert.Empty(second.Rows);
        Assert.Null(second.StoppedAt);
    }

    [Fact]
    public async Task An_unknown_account_is_said_to_be_unknown()
    {
        await using var scratch = await ScratchLedger.CreateAsync("alice");
        await scratch.SaveAsync();
        var page = await new LedgerQueries(scratch.Database).PageAsync(new LedgerFilter("nobody"), LedgerCursor.Top, 50, Stop);
        Assert.True(page.UnknownAccount);
    }

    [Fact]
    public async Task What_came_after_is_counted_by_the_same_filter_up_to_the_cap()
    {
        await using var scratch = await ScratchLedger.CreateAsync("alice", "bob", "carol");
        for (var i = 0; i < 30; i++)
            scratch.Transfer(2, 3 + i % 2, 5, seconds: i);
        await scratch.SaveAsync();
        var queries = new LedgerQueries(scratch.Database);
        Assert.Equal(10, await queries.CountNewerAsync(LedgerFilter.None, 20, 100, Stop));
        Assert.Equal(5, await queries.CountNewerAsync(new LedgerFilter("carol"), 20, 100, Stop));
        Assert.Equal(3, await queries.CountNewerAsync(LedgerFilter.None, 20, 3, Stop));
    }

    private static async Task<List<long>> ExpectedAsync(ScratchLedger scratch, LedgerFilter filter)
    {
        await using var db = scratch.Database.OpenRead();
        var names = await db.Accounts.ToDictionaryAsync(a => a.Id, a => a.Name, Stop);
        var all = await db.Transfers.ToListAsync(Stop);
        return [.. all
            .Where(t => filter.Account is null || new[] { names[t.DebitId], names[t.CreditId] }.Contains(filter.Account, StringComparer.OrdinalIgnoreCase))
            .Where(t => filter.Kind is null || t.Kind == filter.Kind)
            .Where(t => t.Amount >= (filter.MinAmount ?? 0) && t.Amount <= (filter.MaxAmount ?? long.MaxValue))
            .Select(t => t.Id).OrderDescending()];
    }
}
