using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;

namespace PayHub.Data.Queries;

/// <summary>A stretch of the ledger, both ends included.</summary>
/// <param name="Low">The lowest id.</param>
/// <param name="High">The highest id; below <paramref name="Low"/> where there is nothing.</param>
internal readonly record struct IdRange(long Low, long High)
{
    public long Length => Math.Max(0, High - Low + 1);

    // Cursors come from addresses that anyone may write: no id of theirs may overflow.
    public IdRange Beyond(LedgerCursor from) => from.Newer
        ? this with { Low = from.Id < Low ? Low : Math.Min(from.Id, High) + 1 }
        : this with { High = from.Id > High ? High : Math.Max(from.Id, Low) - 1 };

    public IdRange UpTo(long last, bool newer) => newer ? this with { High = last } : this with { Low = last };
}

/// <summary>
/// A filter, made ready: the smallest list of transfers in which every match stands in order of ids (an account's postings, the
/// index of a rarer kind, or the whole ledger), the range of ids, and what remains to be looked at row by row.
/// </summary>
internal sealed class LedgerSearch
{
    private readonly PayHubDbContext _db;
    private readonly LedgerFilter _filter;
    private readonly long? _account;
    private readonly long? _counterparty;

    private LedgerSearch(PayHubDbContext db, LedgerFilter filter, IdRange range, long? account, long? counterparty) =>
        (_db, _filter, Range, _account, _counterparty) = (db, filter, range, account, counterparty);

    /// <summary>The ids that the filter leaves.</summary>
    public IdRange Range { get; }

    /// <summary>Whether each transfer of the list matches.</summary>
    public bool IsExact => _filter is { MinAmount: null, MaxAmount: null } && _counterparty is null && (_filter.Kind is null || IsByKind);

    /// <summary>Whether the list is the whole ledger, of which ids have no gaps.</summary>
    public bool IsWholeLedger => _account is null && !IsByKind;

    private bool IsByKind => _account is null && _filter.Kind is not (null or TransferKind.Payment);

    /// <summary>Makes a filter ready.</summary>
    /// <returns>The search; or the first name in the filter that no account has.</returns>
    public static async Task<(LedgerSearch? Search, string? UnknownName)> PrepareAsync(
        PayHubDbContext db, LedgerFilter filter, long head, CancellationToken cancellationToken)
    {
        var ids = new List<long>();
        foreach (var name in new[] { filter.Account, filter.Counterparty }.OfType<string>())
        {
            var key = Account.KeyOf(name);
            var id = await db.Accounts.Where(a => a.NameKey == key).Select(a => (long?)a.Id).SingleOrDefaultAsync(cancellationToken);
            if (id is null)
                return (null, name);
            ids.Add(id.Value);
        }
        if (ids.Count == 2 && await IsLongAsync(db, ids[0], cancellationToken))
            ids.Reverse();
        var range = await RangeAsync(db, filter, head, cancellationToken);
        return (new LedgerSearch(db, filter, range, ids.Count > 0 ? ids[0] : null, ids.Count > 1 ? ids[1] : null), null);
    }

    /// <summary>The list's ids within a range, in no order.</summary>
    public IQueryable<long> Ids(IdRange range) => _account is { } account
        ? _db.HistoryIds(account, range)
        : Transfers(range).Select(t => t.Id);

    /// <summary>What matches within a range, in no order.</summary>
    public IQueryable<LedgerEntry> Matches(IdRange range)
    {
        var entries = _account is { } account
            ? _db.History(account, range)
            : Transfers(range).Select(t => new LedgerEntry { Id = t.Id, Transfer = t });
        if (_account is { } one && _counterparty is { } other)
            entries = entries.Where(e =>
                (e.Transfer.DebitId == one && e.Transfer.CreditId == other) || (e.Transfer.DebitId == other && e.Transfer.CreditId == one));
        if (_filter.Kind is { } kind && !IsByKind)
            entries = entries.Where(e => e.Transfer.Kind == kind);
        if (_filter.MinAmount is { } min)
            entries = entries.Where(e => e.Transfer.Amount >= min);
        if (_filter.MaxAmount is { } max)
            entries = entries.Where(e => e.Transfer.Amount <= max);
        return entries;
    }

    private IQueryable<Transfer> Transfers(IdRange range)
    {
        var transfers = _db.Transfers.Where(t => t.Id >= range.Low && t.Id <= range.High);
        if (!IsByKind)
            return transfers;
        var kind = _filter.Kind;
        // The second condition says nothing new, but only with it does SQLite see that the partial index applies.
        return transfers.Where(t => t.Kind == kind && t.Kind != TransferKind.Payment);
    }

    // Of two accounts, the shorter history is the one to look through; counting them to the end would cost what it saves. As it
    // is only a guess, what is not yet indexed does not matter.
    private static async Task<bool> IsLongAsync(PayHubDbContext db, long account, CancellationToken cancellationToken) =>
        await db.Postings.Where(p => p.AccountId == account).OrderBy(p => p.TransferId).Take(1_000).CountAsync(cancellationToken) == 1_000;

    private static async Task<IdRange> RangeAsync(PayHubDbContext db, LedgerFilter filter, long head, CancellationToken cancellationToken)
    {
        var range = filter.Id is { } id ? new IdRange(id, Math.Min(id, head)) : new IdRange(1, head);
        if (filter.Since is { } since)
            range = range with { Low = Math.Max(range.Low, await BlockTimes.FirstIdSinceAsync(db, UnixMicroseconds.From(since), cancellationToken)) };
        if (filter.Until is { } until)
            range = range with { High = Math.Min(range.High, await BlockTimes.FirstIdSinceAsync(db, UnixMicroseconds.From(until), cancellationToken) - 1) };
        return range;
    }
}

/// <summary>A transfer, by the id under which its list holds it.</summary>
internal sealed class LedgerEntry
{
    public long Id { get; init; }

    public required Transfer Transfer { get; init; }
}
