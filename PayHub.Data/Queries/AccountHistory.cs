using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;

namespace PayHub.Data.Queries;

/// <summary>
/// An account's transfers: the one place that knows that postings are written behind. Up to <c>indexed_to</c> the postings tell
/// them; the few transfers above it are looked through themselves, and what postings may say of those is passed over. Each
/// statement reads <c>indexed_to</c> for itself, so that both halves are of one moment.
/// </summary>
internal static class AccountHistory
{
    // Compiled, and so written out once more: a chart asks it two hundred times.
    private static readonly Func<PayHubDbContext, long, long, Task<Transfer?>> LastUpTo =
        EF.CompileAsyncQuery((PayHubDbContext db, long account, long id) => db.Postings
            .Where(p => p.AccountId == account && p.TransferId <= Math.Min(id, db.LedgerHead.Select(h => h.IndexedTo).Single()))
            .Select(p => p.TransferId)
            .Concat(db.Transfers
                .Where(t => t.Id > db.LedgerHead.Select(h => h.IndexedTo).Single() && t.Id <= id && (t.DebitId == account || t.CreditId == account))
                .Select(t => t.Id))
            .OrderByDescending(x => x)
            .Take(1)
            .Join(db.Transfers, x => x, t => t.Id, (x, t) => t)
            .SingleOrDefault());

    /// <summary>The ids of an account's transfers within a range, in no order.</summary>
    public static IQueryable<long> HistoryIds(this PayHubDbContext db, long account, IdRange range) =>
        Indexed(db, account, range).Select(p => p.TransferId).Concat(Tail(db, account, range).Select(t => t.Id));

    /// <summary>An account's transfers within a range, in no order.</summary>
    public static IQueryable<LedgerEntry> History(this PayHubDbContext db, long account, IdRange range) =>
        // By the posting's id, not the transfer's, though they are equal: SQLite walks an index only for its own column.
        Indexed(db, account, range)
            .Join(db.Transfers, p => p.TransferId, t => t.Id, (p, t) => new LedgerEntry { Id = p.TransferId, Transfer = t })
            .Concat(Tail(db, account, range).Select(t => new LedgerEntry { Id = t.Id, Transfer = t }));

    /// <summary>An account's newest transfer up to an id; null where there is none.</summary>
    public static Task<Transfer?> LastTransferAsync(this PayHubDbContext db, long account, long upTo) => LastUpTo(db, account, upTo);

    // One bound a side, the nearer of two: of two bounds SQLite would seek by one and step over what the other forbids.
    private static IQueryable<Posting> Indexed(PayHubDbContext db, long account, IdRange range)
    {
        var (low, high) = (range.Low, range.High);
        return db.Postings.Where(p => p.AccountId == account && p.TransferId >= low
            && p.TransferId <= Math.Min(high, db.LedgerHead.Select(h => h.IndexedTo).Single()));
    }

    private static IQueryable<Transfer> Tail(PayHubDbContext db, long account, IdRange range)
    {
        var (low, high) = (range.Low, range.High);
        return db.Transfers.Where(t => t.Id >= Math.Max(low, db.LedgerHead.Select(h => h.IndexedTo).Single() + 1) && t.Id <= high
            && (t.DebitId == account || t.CreditId == account));
    }
}
