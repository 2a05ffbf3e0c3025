using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Queries;

/// <summary>
/// Pages of the ledger by key, so that page a thousand costs what page one costs. A filter that no index serves looks at a
/// bounded stretch a call and says how far it got.
/// </summary>
/// <param name="database">Read from.</param>
public sealed class LedgerQueries(PayHubDatabase database)
{
    /// <summary>How many transfers one call looks at, at most, for a filter that no index serves.</summary>
    public const int Stretch = 50_000;

    /// <summary>Reads a page.</summary>
    /// <param name="filter">Which transfers.</param>
    /// <param name="from">Where the page begins.</param>
    /// <param name="size">The most rows, at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<LedgerPage> PageAsync(
        LedgerFilter filter, LedgerCursor from, int size, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        var head = await db.LedgerHead.Select(h => h.LastTransfer).SingleAsync(cancellationToken);
        if (await IdsAsync(db, filter, cancellationToken) is not { } ids)
            return new LedgerPage { Rows = [], UnknownAccount = true, Head = head };
        ids = Beyond(ids, from);
        var end = await EndOfStretchAsync(db, ids, filter, from.Newer, cancellationToken);
        var rows = await RowsAsync(db, Until(ids, end, from.Newer), filter, from.Newer, size + 1, cancellationToken);
        var full = rows.Count > size;
        if (full)
            rows.RemoveAt(size);
        rows.Sort((a, b) => b.Id.CompareTo(a.Id));
        return Page(rows, from, full, full ? null : end) with { Head = head };
    }

    /// <summary>Counts the transfers after one, up to a cap.</summary>
    public async Task<int> CountNewerAsync(LedgerFilter filter, long afterId, int cap, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        if (await IdsAsync(db, filter, cancellationToken) is not { } ids)
            return 0;
        ids = ids.Where(id => id > afterId).OrderBy(id => id).Take(Stretch);
        return await Matching(db, ids, filter).Take(cap).CountAsync(cancellationToken);
    }

    // The smallest ordered list of ids that has every match: an account's postings, the index of the rarer kinds, or all.
    private static async Task<IQueryable<long>?> IdsAsync(PayHubDbContext db, LedgerFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Id is { } id)
            return db.Transfers.Where(t => t.Id == id).Select(t => t.Id);
        if (filter.Account is { } name)
        {
            var key = Account.KeyOf(name);
            var account = await db.Accounts.Where(a => a.NameKey == key).Select(a => (long?)a.Id).SingleOrDefaultAsync(cancellationToken);
            return account is null ? null : db.Postings.Where(p => p.AccountId == account).Select(p => p.TransferId);
        }
        if (filter.Kind is { } kind and not TransferKind.Payment)
            // The second condition says nothing new, but only with it does SQLite see that the partial index applies.
            return db.Transfers.Where(t => t.Kind == kind && t.Kind != TransferKind.Payment).Select(t => t.Id);
        return db.Transfers.Select(t => t.Id);
    }

    private static IQueryable<long> Beyond(IQueryable<long> ids, LedgerCursor from) => from.Newer
        ? ids.Where(id => id > from.Id).OrderBy(id => id)
        : ids.Where(id => id < from.Id).OrderByDescending(id => id);

    private static IQueryable<long> Until(IQueryable<long> ids, SearchEnd? end, bool newer) =>
        end is null ? ids : newer ? ids.Where(id => id <= end.Next.Id) : ids.Where(id => id >= end.Next.Id);

    // An account's own list, a rarer kind's or the whole ledger fills a page by itself; only what is left over needs a bound.
    private static async Task<SearchEnd?> EndOfStretchAsync(
        PayHubDbContext db, IQueryable<long> ids, LedgerFilter filter, bool newer, CancellationToken cancellationToken)
    {
        var servedByIndex = filter.Id is not null
            || (!filter.HasAmount && (filter.Kind is null || (filter.Account is null && filter.Kind != TransferKind.Payment)));
        if (servedByIndex)
            return null;
        var last = await ids.Skip(Stretch - 1).FirstOrDefaultAsync(cancellationToken);
        if (last == 0)
            return null;
        var at = await db.Transfers.Where(t => t.Id == last).Select(t => t.At).SingleAsync(cancellationToken);
        return new SearchEnd(new LedgerCursor(last, newer), UnixMicroseconds.ToMoment(at));
    }

    private static IQueryable<Entry> Matching(PayHubDbContext db, IQueryable<long> ids, LedgerFilter filter)
    {
        var matching = ids.Join(db.Transfers, id => id, t => t.Id, (id, t) => new Entry { Id = id, Transfer = t });
        if (filter.Account is { } name)
        {
            var key = Account.KeyOf(name);
            matching = filter.Id is null ? matching : matching.Where(e =>
                db.Accounts.Any(a => a.NameKey == key && (a.Id == e.Transfer.DebitId || a.Id == e.Transfer.CreditId)));
        }
        if (filter.Kind is { } kind)
            matching = matching.Where(e => e.Transfer.Kind == kind);
        if (filter.MinAmount is { } min)
            matching = matching.Where(e => e.Transfer.Amount >= min);
        if (filter.MaxAmount is { } max)
            matching = matching.Where(e => e.Transfer.Amount <= max);
        return matching;
    }

    private static async Task<List<LedgerRow>> RowsAsync(
        PayHubDbContext db, IQueryable<long> ids, LedgerFilter filter, bool newer, int take, CancellationToken cancellationToken)
    {
        var matching = Matching(db, ids, filter);
        // By the list's id, not the transfer's, though they are equal: SQLite walks the list's index only for its own column.
        matching = (newer ? matching.OrderBy(e => e.Id) : matching.OrderByDescending(e => e.Id)).Take(take);
        var rows = await matching
            .Join(db.Accounts, e => e.Transfer.DebitId, a => a.Id, (e, debit) => new { t = e.Transfer, debit })
            .Join(db.Accounts, x => x.t.CreditId, a => a.Id, (x, credit) => new { x.t, Debit = x.debit.Name, Credit = credit.Name })
            .ToListAsync(cancellationToken);
        var inOrder = newer ? rows.OrderBy(r => r.t.Id) : rows.OrderByDescending(r => r.t.Id);
        return [.. inOrder.Select(r => new LedgerRow(
            r.t.Id, UnixMicroseconds.ToMoment(r.t.At), r.t.Kind, r.Debit, r.Credit, r.t.Amount, r.t.DebitAfter, r.t.CreditAfter))];
    }

    private static LedgerPage Page(List<LedgerRow> rows, LedgerCursor from, bool full, SearchEnd? end)
    {
        var above = from.Newer ? full : from != LedgerCursor.Top;
        var below = from.Newer || full;
        return new LedgerPage
        {
            Rows = rows,
            Newer = above && rows.Count > 0 ? new LedgerCursor(rows[0].Id, true) : above ? new LedgerCursor(from.Id - 1, true) : null,
            Older = below && rows.Count > 0 ? new LedgerCursor(rows[^1].Id, false) : below ? new LedgerCursor(from.Id + 1, false) : null,
            StoppedAt = end,
        };
    }

    private sealed class Entry
    {
        public long Id { get; init; }

        public required Transfer Transfer { get; init; }
    }
}
