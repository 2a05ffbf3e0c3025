using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using PayHub.Data.Storage;

namespace PayHub.Data.Queries;

/// <summary>
/// Pages of the ledger by key, so that page a thousand costs what page one costs. A filter that no index serves is searched for
/// about 90 ms a call, and says how far it got.
/// </summary>
/// <param name="database">Read from.</param>
/// <param name="clock">Ends a search that takes too long; null for the machine's.</param>
public sealed class LedgerQueries(PayHubDatabase database, TimeProvider? clock = null)
{
    private const int RowsAtOnce = 2_000;
    private const int MostCounted = 10_000;

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Reads a page.</summary>
    /// <param name="filter">Which transfers.</param>
    /// <param name="from">Where the page begins.</param>
    /// <param name="size">The most rows, at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<LedgerPage> PageAsync(
        LedgerFilter filter, LedgerCursor from, int size, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        var (page, search) = await ReadAsync(db, filter, from, size, cancellationToken);
        return search is null ? page : page with { Total = await CountAsync(search, cancellationToken) };
    }

    /// <summary>
    /// Reads all that matches, the newest first, to the end of the ledger and in constant memory. It reads page by page, so that
    /// no read transaction lasts; what is committed meanwhile does not appear. An unknown account has nothing.
    /// </summary>
    /// <param name="filter">Which transfers.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<LedgerRow> StreamAsync(
        LedgerFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (LedgerCursor? at = LedgerCursor.Top; at is { } from;)
        {
            var page = await StretchAsync(filter, from, cancellationToken);
            foreach (var row in page.Rows)
                yield return row;
            at = page.StoppedAt?.Next ?? page.Older;
        }
    }

    /// <summary>Counts the transfers after one, up to a cap; of very many, only the oldest are looked at.</summary>
    public async Task<int> CountNewerAsync(LedgerFilter filter, long afterId, int cap, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        var head = await HeadAsync(db, cancellationToken);
        if ((await LedgerSearch.PrepareAsync(db, filter, head, cancellationToken)).Search is not { } search)
            return 0;
        var range = search.Range.Beyond(new LedgerCursor(afterId, true));
        if (!search.IsExact && await EndOfPieceAsync(search, range, newer: true, MostCounted, cancellationToken) is { } last)
            range = range.UpTo(last, newer: true);
        return await search.Matches(range).Take(cap).CountAsync(cancellationToken);
    }

    private static Task<long> HeadAsync(PayHubDbContext db, CancellationToken cancellationToken) =>
        db.LedgerHead.Select(h => h.LastTransfer).SingleAsync(cancellationToken);

    private async Task<LedgerPage> StretchAsync(LedgerFilter filter, LedgerCursor from, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        return (await ReadAsync(db, filter, from, RowsAtOnce, cancellationToken)).Page;
    }

    private async Task<(LedgerPage Page, LedgerSearch? Search)> ReadAsync(
        PayHubDbContext db, LedgerFilter filter, LedgerCursor from, int size, CancellationToken cancellationToken)
    {
        var head = await HeadAsync(db, cancellationToken);
        var (search, unknown) = await LedgerSearch.PrepareAsync(db, filter, head, cancellationToken);
        if (search is null)
            return (new LedgerPage { Rows = [], UnknownName = unknown, Head = head }, null);
        var rows = new List<LedgerRow>();
        var end = await FillAsync(db, search, rows, from, size + 1, cancellationToken);
        var full = rows.Count > size;
        if (full)
            rows.RemoveAt(size);
        if (from.Newer)
            rows.Reverse();
        return (Page(rows, from, full, full ? null : end) with { Head = head }, search);
    }

    private async Task<SearchEnd?> FillAsync(
        PayHubDbContext db, LedgerSearch search, List<LedgerRow> rows, LedgerCursor from, int wanted, CancellationToken cancellationToken)
    {
        var rest = search.Range.Beyond(from);
        var patience = search.IsExact ? null : new Patience(_clock);
        while (true)
        {
            var last = patience is null ? null : await EndOfPieceAsync(search, rest, from.Newer, patience.Piece, cancellationToken);
            var piece = last is { } id ? rest.UpTo(id, from.Newer) : rest;
            rows.AddRange(await RowsAsync(db, search.Matches(piece), from.Newer, wanted - rows.Count, cancellationToken));
            if (last is not { } end || rows.Count == wanted)
                return null;
            var next = new LedgerCursor(end, from.Newer);
            if (!patience!.Next())
            {
                var at = await db.Transfers.Where(t => t.Id == end).Select(t => t.At).SingleAsync(cancellationToken);
                return new SearchEnd(next, UnixMicroseconds.ToMoment(at), patience.LookedAt);
            }
            rest = rest.Beyond(next);
        }
    }

    // The last transfer of the next piece of the list; null where the rest is no longer than a piece.
    private static async Task<long?> EndOfPieceAsync(
        LedgerSearch search, IdRange rest, bool newer, int piece, CancellationToken cancellationToken)
    {
        if (rest.Length <= piece)
            return null;
        if (search.IsWholeLedger)
            return newer ? rest.Low + piece - 1 : rest.High - piece + 1;
        var ids = newer ? search.Ids(rest).OrderBy(id => id) : search.Ids(rest).OrderByDescending(id => id);
        var last = await ids.Skip(piece - 1).FirstOrDefaultAsync(cancellationToken);
        return last == 0 ? null : last;
    }

    private static async Task<IEnumerable<LedgerRow>> RowsAsync(
        PayHubDbContext db, IQueryable<LedgerEntry> matching, bool newer, int take, CancellationToken cancellationToken)
    {
        matching = (newer ? matching.OrderBy(e => e.Id) : matching.OrderByDescending(e => e.Id)).Take(take);
        var rows = await matching
            .Join(db.Accounts, e => e.Transfer.DebitId, a => a.Id, (e, debit) => new { t = e.Transfer, debit })
            .Join(db.Accounts, x => x.t.CreditId, a => a.Id, (x, credit) => new
            {
                x.t.Id, x.t.At, x.t.Kind, Debit = x.debit.Name, Credit = credit.Name, x.t.Amount, x.t.DebitAfter, x.t.CreditAfter, x.t.Memo,
            })
            .ToListAsync(cancellationToken);
        var inOrder = newer ? rows.OrderBy(r => r.Id) : rows.OrderByDescending(r => r.Id);
        return inOrder.Select(r =>
            new LedgerRow(r.Id, UnixMicroseconds.ToMoment(r.At), r.Kind, r.Debit, r.Credit, r.Amount, r.DebitAfter, r.CreditAfter) { Memo = r.Memo });
    }

    private static async Task<RowCount?> CountAsync(LedgerSearch search, CancellationToken cancellationToken)
    {
        if (!search.IsExact)
            return null;
        return search.IsWholeLedger
            ? new RowCount(search.Range.Length, false)
            : RowCount.Of(await search.Ids(search.Range).Take(RowCount.Cap + 1).CountAsync(cancellationToken));
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
}
