using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Data.Queries;

namespace PayHub.Tests.Web;

public sealed class RefusalQueriesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null)]
    [InlineData(TransferOutcome.Frozen, null)]
    [InlineData(null, "ALICE")]
    [InlineData(TransferOutcome.InsufficientFunds, "bob")]
    public async Task Pages_down_and_up_show_each_match_once_and_in_order(TransferOutcome? reason, string? account)
    {
        await using var scratch = ScratchLedger.Create("alice", "bob", "carol");
        await scratch.SaveAsync();
        await FillAsync(scratch);
        var query = new RefusalQueries(scratch.Database);
        var filter = new RefusalFilter(reason, account);
        var expected = Enumerable.Range(1, 60).Select(i => (Id: (long)i, Row: Row(i)))
            .Where(x => reason is null || x.Row.Reason == (int)reason)
            .Where(x => account is null || new[] { x.Row.PayerId, x.Row.PayeeId }.Contains(account == "ALICE" ? 2 : 3))
            .Select(x => x.Id).OrderDescending().ToList();

        var down = new List<long>();
        var pages = new List<RefusalPage>();
        for (LedgerCursor? at = LedgerCursor.Top; at is { } from; at = pages[^1].Older)
        {
            pages.Add(await query.PageAsync(filter, from, 7, Stop));
            down.AddRange(pages[^1].Rows.Select(r => r.Id));
        }
        Assert.Equal(expected, down);
        Assert.Null(pages[0].Newer);

        var up = new List<long>(pages[^1].Rows.Select(r => r.Id));
        for (var at = pages[^1].Newer; at is { } from;)
        {
            var page = await query.PageAsync(filter, from, 7, Stop);
            up.InsertRange(0, page.Rows.Select(r => r.Id));
            at = page.Newer;
        }
        Assert.Equal(expected, up);
    }

    [Fact]
    public async Task Names_are_told_where_there_is_such_an_account()
    {
        await using var scratch = ScratchLedger.Create("alice", "bob", "carol");
        await scratch.SaveAsync();
        await FillAsync(scratch);
        var query = new RefusalQueries(scratch.Database);
        var rows = (await query.PageAsync(new RefusalFilter(), LedgerCursor.Top, 3, Stop)).Rows;
        Assert.Equal([("alice", "bob"), ("alice", null), ("alice", "bob")], rows.Select(r => (r.Payer, r.Payee)));
        Assert.Equal(30, await query.CountNewerAsync(new RefusalFilter(), 30, 100, Stop));
        Assert.Equal(5, await query.CountNewerAsync(new RefusalFilter(), 30, 5, Stop));
        Assert.True((await query.PageAsync(new RefusalFilter(Account: "nobody"), LedgerCursor.Top, 3, Stop)).UnknownAccount);
    }

    private static Refusal Row(int i) => new()
    {
        Id = i,
        PayerId = 2,
        PayeeId = i % 2 == 0 ? 3 : null,
        Amount = i,
        Reason = (int)(i % 3 == 0 ? TransferOutcome.Frozen : TransferOutcome.InsufficientFunds),
    };

    private static async Task FillAsync(ScratchLedger scratch)
    {
        await using var db = scratch.Database.OpenWrite();
        db.AddRange(Enumerable.Range(1, 60).Select(Row));
        await db.SaveChangesAsync(Stop);
    }
}
