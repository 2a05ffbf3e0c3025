using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Queries;

/// <summary>Which acts of operators to show. What is null does not filter.</summary>
/// <param name="Operator">Who: an operator's e-mail address in any case, the name of an API key, or the id that the audit keeps.</param>
/// <param name="Action">What was done, such as <c>account.freeze</c>.</param>
/// <param name="TargetType">What kind of thing it was done to, such as <c>account</c>.</param>
/// <param name="TargetId">Which one; names of accounts in any case where the type is <c>account</c>.</param>
/// <param name="From">Not before this time, UTC.</param>
/// <param name="Until">Before this time, UTC.</param>
public sealed record AuditFilter(
    string? Operator = null, string? Action = null, string? TargetType = null, string? TargetId = null,
    DateTimeOffset? From = null, DateTimeOffset? Until = null)
{
    /// <summary>Every act.</summary>
    public static readonly AuditFilter None = new();
}

/// <summary>An act of an operator, as screens show it.</summary>
/// <param name="Id">1, 2, 3, without gaps.</param>
/// <param name="At">When, UTC.</param>
/// <param name="OperatorId">Who: an Identity id, or <c>key:</c> and the id of an API key.</param>
/// <param name="OperatorName">The operator's name at the time.</param>
/// <param name="Ip">From where; a dash where that was not known.</param>
/// <param name="Action">What was done.</param>
/// <param name="TargetType">What kind of thing it was done to.</param>
/// <param name="TargetId">Which one.</param>
/// <param name="TransferId">The transfer that it made; null for none.</param>
/// <param name="Reason">Why, in the operator's words.</param>
/// <param name="Before">What stood there before, as stored.</param>
/// <param name="After">What stands there since, as stored.</param>
public sealed record AuditRow(
    long Id, DateTimeOffset At, string OperatorId, string OperatorName, string Ip, string Action, string TargetType, string TargetId,
    long? TransferId, string? Reason, string? Before, string? After);

/// <summary>A page of the audit.</summary>
/// <param name="Rows">The newest first.</param>
/// <param name="Newer">Where the newer page begins; null at the top.</param>
/// <param name="Older">Where the older page begins; null at the end.</param>
/// <param name="Head">The newest row of the whole audit when the page was read, 0 for none.</param>
public sealed record AuditPage(IReadOnlyList<AuditRow> Rows, LedgerCursor? Newer, LedgerCursor? Older, long Head);

/// <summary>What operators did, by key: the audit's ids are in order of time, without gaps.</summary>
/// <param name="database">Read from.</param>
public sealed class AuditQueries(PayHubDatabase database)
{
    private const int StreamedAtOnce = 500;

    /// <summary>Reads a page.</summary>
    /// <param name="filter">Which acts.</param>
    /// <param name="from">Where the page begins, by the audit's own ids.</param>
    /// <param name="size">The most rows, at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<AuditPage> PageAsync(AuditFilter filter, LedgerCursor from, int size, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        var head = await db.LedgerHead.Select(h => h.LastAudit).SingleAsync(cancellationToken);
        var matching = await MatchingAsync(db, filter, head, cancellationToken);
        matching = from.Newer
            ? matching.Where(a => a.Id > from.Id).OrderBy(a => a.Id)
            : matching.Where(a => a.Id < from.Id).OrderByDescending(a => a.Id);
        var rows = (await matching.Take(size + 1).ToListAsync(cancellationToken)).ConvertAll(Row);
        var full = rows.Count > size;
        if (full)
            rows.RemoveAt(size);
        rows.Sort((a, b) => b.Id.CompareTo(a.Id));
        return new AuditPage(
            rows,
            rows.Count > 0 && (from.Newer ? full : from != LedgerCursor.Top) ? new LedgerCursor(rows[0].Id, true) : null,
            rows.Count > 0 && (from.Newer || full) ? new LedgerCursor(rows[^1].Id, false) : null,
            head);
    }

    /// <summary>Counts the acts after one, up to a cap.</summary>
    public async Task<int> CountNewerAsync(AuditFilter filter, long afterId, int cap, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        var head = await db.LedgerHead.Select(h => h.LastAudit).SingleAsync(cancellationToken);
        return await (await MatchingAsync(db, filter, head, cancellationToken)).Where(a => a.Id > afterId).Take(cap).CountAsync(cancellationToken);
    }

    /// <summary>Every act that matches, the newest first, however many: read in short stretches, so that no reader holds the database long.</summary>
    public async IAsyncEnumerable<AuditRow> StreamAsync(AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        LedgerCursor? from = LedgerCursor.Top;
        while (from is { } next)
        {
            var page = await PageAsync(filter, next, StreamedAtOnce, cancellationToken);
            foreach (var row in page.Rows)
                yield return row;
            from = page.Older;
        }
    }

    private static async Task<IQueryable<AuditEntry>> MatchingAsync(
        PayHubDbContext db, AuditFilter filter, long head, CancellationToken cancellationToken)
    {
        IQueryable<AuditEntry> rows = db.Audit;
        if (filter.Operator is { } name)
        {
            var ids = await OperatorIdsAsync(db, name, cancellationToken);
            // One id, which is usual, is found in order by its index; several are sorted.
            rows = ids is [var id] ? rows.Where(a => a.OperatorId == id) : rows.Where(a => ids.Contains(a.OperatorId));
        }
        if (filter.Action is { } action)
            rows = rows.Where(a => a.Action == action);
        if (filter.TargetType is { } type)
            rows = rows.Where(a => a.TargetType == type);
        if (filter.TargetId is { } target)
        {
            var registered = await AccountNameAsync(db, filter.TargetType, target, cancellationToken) ?? target;
            rows = rows.Where(a => a.TargetId == registered || a.TargetId == target);
        }
        if (filter.From is { } since)
        {
            var first = await FirstIdSinceAsync(db, since, head, cancellationToken);
            rows = rows.Where(a => a.Id >= first);
        }
        if (filter.Until is { } until)
        {
            var end = await FirstIdSinceAsync(db, until, head, cancellationToken);
            rows = rows.Where(a => a.Id < end);
        }
        return rows;
    }

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

    private static AuditRow Row(AuditEntry a) => new(
        a.Id, UnixMicroseconds.ToMoment(a.At), a.OperatorId, a.OperatorName, a.Ip, a.Action, a.TargetType, a.TargetId, a.TransferId, a.Reason, a.Before, a.After);
}
