using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;

namespace PayHub.Data.Queries;

/// <summary>A filter of the audit, made ready: the range of ids, which have no gaps, and what must hold within it.</summary>
internal sealed class AuditSearch
{
    private readonly IQueryable<AuditEntry> _matching;

    private AuditSearch(IQueryable<AuditEntry> matching, IdRange range, bool isExact) => (_matching, Range, IsExact) = (matching, range, isExact);

    /// <summary>The ids that the filter leaves.</summary>
    public IdRange Range { get; }

    /// <summary>Whether one index holds what matches, in order of ids; all else is looked at row by row.</summary>
    public bool IsExact { get; }

    /// <summary>Makes a filter ready.</summary>
    public static async Task<AuditSearch> PrepareAsync(PayHubDbContext db, AuditFilter filter, long head, CancellationToken cancellationToken)
    {
        IQueryable<AuditEntry> rows = db.Audit;
        var indexes = 0;
        if (filter.Operator is { } name)
        {
            var ids = await OperatorIdsAsync(db, name, cancellationToken);
            rows = ids is [var id] ? rows.Where(a => a.OperatorId == id) : rows.Where(a => ids.Contains(a.OperatorId));
            indexes += ids.Count;
        }
        if (filter.Action is { } action)
        {
            rows = rows.Where(a => a.Action == action);
            indexes++;
        }
        if (filter.TargetType is { } type)
            rows = rows.Where(a => a.TargetType == type);
        if (filter.TargetId is { } target)
        {
            // By the index, few rows stand under a name; the account's own spelling is one more.
            var registered = await AccountNameAsync(db, filter.TargetType, target, cancellationToken) ?? target;
            rows = rows.Where(a => a.TargetId == registered || a.TargetId == target);
        }
        var byTarget = filter is { TargetType: not null, TargetId: not null };
        var isExact = byTarget || (indexes <= 1 && filter is { TargetType: null, TargetId: null });
        return new AuditSearch(rows, await RangeAsync(db, filter, head, cancellationToken), isExact);
    }

    /// <summary>What matches within a range, in no order.</summary>
    public IQueryable<AuditEntry> Matches(IdRange range) => _matching.Where(a => a.Id >= range.Low && a.Id <= range.High);

    private static async Task<List<string>> OperatorIdsAsync(PayHubDbContext db, string name, CancellationToken cancellationToken)
    {
        var normalized = name.ToUpperInvariant();
        var ids = await db.Users.Where(u => u.NormalizedEmail == normalized).Select(u => u.Id).ToListAsync(cancellationToken);
        ids.AddRange(await db.ApiKeys.Where(k => k.Name == name).Select(k => "key:" + k.Id).ToListAsync(cancellationToken));
        return ids.Count > 0 ? ids : [name];
    }

    private static async Task<string?> AccountNameAsync(PayHubDbContext db, string? type, string name, CancellationToken cancellationToken)
    {
        if (type is not (null or "account"))
            return null;
        var key = Account.KeyOf(name);
        return await db.Accounts.Where(a => a.NameKey == key).Select(a => a.Name).SingleOrDefaultAsync(cancellationToken);
    }

    private static async Task<IdRange> RangeAsync(PayHubDbContext db, AuditFilter filter, long head, CancellationToken cancellationToken)
    {
        var range = new IdRange(1, head);
        if (filter.From is { } since)
            range = range with { Low = await FirstIdSinceAsync(db, since, head, cancellationToken) };
        if (filter.Until is { } until)
            range = range with { High = await FirstIdSinceAsync(db, until, head, cancellationToken) - 1 };
        return range;
    }

    // Without an index on time: rows are in order of time, so halving finds the first one.
    private static async Task<long> FirstIdSinceAsync(PayHubDbContext db, DateTimeOffset moment, long head, CancellationToken cancellationToken)
    {
        var microseconds = UnixMicroseconds.From(moment);
        var (low, high) = (1L, head + 1);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (await db.Audit.Where(a => a.Id == middle).Select(a => a.At).SingleAsync(cancellationToken) < microseconds)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
