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
public sealed record AuditPage(IReadOnlyList<AuditRow> Rows, LedgerCursor? Newer, LedgerCursor? Older, long Head)
{
    /// <summary>How far the search got before it gave up filling the page; null where nothing was left out.</summary>
    public SearchEnd? StoppedAt { get; init; }
}

/// <summary>
/// What operators did, by key: the audit's ids are in order of time, without gaps. A filter that no index serves is searched for
/// about 90 ms a call, and says how far it got.
/// </summary>
/// <param name="database">Read from.</param>
/// <param name="clock">Ends a search that takes too long; null for the machine's.</param>
public sealed class AuditQueries(PayHubDatabase database, TimeProvider? clock = null)
{
    private const int StreamedAtOnce = 500;
    private const int MostCounted = 10_000;

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Reads a page.</summary>
    /// <param name="filter">Which acts.</param>
    /// <param name="from">Where the page begins, by the audit's own ids.</param>
    /// <param name="size">The most rows, at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<AuditPage> PageAsync(AuditFilter filter, LedgerCursor from, int size, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        var head = await db.LedgerHead.Select(h => h.LastAudit).SingleAsync(cancellationToken);
        var search = await AuditSearch.PrepareAsync(db, filter, head, cancellationToken);
        var entries = new List<AuditEntry>();
        var end = await FillAsync(search, entries, from, size + 1, cancellationToken);
        var full = entries.Count > size;
        if (full)
            entries.RemoveAt(size);
        var rows = entries.ConvertAll(Row);
        rows.Sort((a, b) => b.Id.CompareTo(a.Id));
        return new AuditPage(
            rows,
            rows.Count > 0 && (from.Newer ? full : from != LedgerCursor.Top) ? new LedgerCursor(rows[0].Id, true) : null,
            rows.Count > 0 && (from.Newer || full) ? new LedgerCursor(rows[^1].Id, false) : null,
            head)
        { StoppedAt = full ? null : end };
    }

    /// <summary>Counts the acts after one, up to a cap; of very many, only the oldest are looked at.</summary>
    public async Task<int> CountNewerAsync(AuditFilter filter, long afterId, int cap, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        var head = await db.LedgerHead.Select(h => h.LastAudit).SingleAsync(cancellationToken);
        var search = await AuditSearch.PrepareAsync(db, filter, head, cancellationToken);
        var range = search.Range.Beyond(new LedgerCursor(afterId, true));
        if (!search.IsExact && range.Length > MostCounted)
            range = range.UpTo(range.Low + MostCounted - 1, newer: true);
        return await search.Matches(range).Take(cap).CountAsync(cancellationToken);
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
            from = page.StoppedAt?.Next ?? page.Older;
        }
    }

    private async Task<SearchEnd?> FillAsync(
        AuditSearch search, List<AuditEntry> rows, LedgerCursor from, int wanted, CancellationToken cancellationToken)
    {
        var rest = search.Range.Beyond(from);
        var patience = search.IsExact ? null : new Patience(_clock);
        while (true)
        {
            var isLast = patience is null || rest.Length <= patience.Piece;
            var piece = isLast ? rest : rest.UpTo(from.Newer ? rest.Low + patience!.Piece - 1 : rest.High - patience!.Piece + 1, from.Newer);
            var matching = search.Matches(piece);
            var inOrder = from.Newer ? matching.OrderBy(a => a.Id) : matching.OrderByDescending(a => a.Id);
            rows.AddRange(await inOrder.Take(wanted - rows.Count).ToListAsync(cancellationToken));
            if (isLast || rows.Count == wanted)
                return null;
            var next = new LedgerCursor(from.Newer ? piece.High : piece.Low, from.Newer);
            if (!patience!.Next())
                return new SearchEnd(next, await AtAsync(next.Id, cancellationToken), patience.LookedAt);
            rest = rest.Beyond(next);
        }
    }

    private async Task<DateTimeOffset> AtAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        return UnixMicroseconds.ToMoment(await db.Audit.Where(a => a.Id == id).Select(a => a.At).SingleAsync(cancellationToken));
    }

    private static AuditRow Row(AuditEntry a) => new(
        a.Id, UnixMicroseconds.ToMoment(a.At), a.OperatorId, a.OperatorName, a.Ip, a.Action, a.TargetType, a.TargetId, a.TransferId, a.Reason, a.Before, a.After);
}
