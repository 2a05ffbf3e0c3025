using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Queries;

/// <summary>
/// Pages of accounts by key, whatever their number. A filter that no index serves is searched for about 90 ms a call, and says
/// how far it got.
/// </summary>
/// <param name="database">Read from.</param>
/// <param name="clock">Ends a search that takes too long; null for the machine's.</param>
public sealed class AccountQueries(PayHubDatabase database, TimeProvider? clock = null)
{
    private const int RowsAtOnce = 2_000;

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Reads a page.</summary>
    /// <param name="filter">Which accounts, in which order.</param>
    /// <param name="from">Where the page begins; null for the first.</param>
    /// <param name="size">The most rows, at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<AccountPage> PageAsync(
        AccountFilter filter, AccountCursor? from, int size, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        var page = await ReadAsync(db, filter, from, size, cancellationToken);
        return page with { Total = await CountAsync(db, filter, cancellationToken) };
    }

    /// <summary>
    /// Reads all that matches, in the order asked for, to the end and in constant memory. It reads page by page, so that no read
    /// transaction lasts.
    /// </summary>
    /// <param name="filter">Which accounts, in which order.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<AccountRow> StreamAsync(
        AccountFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        AccountCursor? from = null;
        do
        {
            var page = await StretchAsync(filter, from, cancellationToken);
            foreach (var row in page.Rows)
                yield return row;
            from = page.StoppedAt?.Next ?? page.Next;
        }
        while (from is not null);
    }

    private async Task<AccountPage> StretchAsync(AccountFilter filter, AccountCursor? from, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        return await ReadAsync(db, filter, from, RowsAtOnce, cancellationToken);
    }

    private async Task<AccountPage> ReadAsync(
        PayHubDbContext db, AccountFilter filter, AccountCursor? from, int size, CancellationToken cancellationToken)
    {
        var back = from is { Back: true };
        var search = new AccountSearch(db, filter, back);
        var rows = new List<AccountRow>();
        var end = await FillAsync(db, search, rows, from, size + 1, cancellationToken);
        var full = rows.Count > size;
        if (full)
            rows.RemoveAt(size);
        if (back)
            rows.Reverse();
        return new AccountPage(rows,
            rows.Count > 0 && (back ? full : from is not null) ? new AccountCursor(rows[0].Id, true) : null,
            rows.Count > 0 && (back || full) ? new AccountCursor(rows[^1].Id, false) : null)
        {
            StoppedAt = full ? null : end,
        };
    }

    private async Task<AccountSearchEnd?> FillAsync(
        PayHubDbContext db, AccountSearch search, List<AccountRow> rows, AccountCursor? from, int wanted, CancellationToken cancellationToken)
    {
        var rest = search.List();
        if (from is { } cursor)
            rest = search.Beyond(rest, await PositionAsync(db, cursor.Id, cancellationToken));
        var patience = search.IsExact ? null : new Patience(_clock);
        while (true)
        {
            var last = patience is null ? null : await search.InOrder(rest).Skip(patience.Piece - 1)
                .Select(a => new AccountPosition(a.Id, a.NameKey)).FirstOrDefaultAsync(cancellationToken);
            var piece = search.Matching(last is null ? rest : search.UpTo(rest, last));
            rows.AddRange(await RowsAsync(db, search, piece, wanted - rows.Count, cancellationToken));
            if (last is null || rows.Count == wanted)
                return null;
            if (!patience!.Next())
                return await EndAsync(db, new AccountCursor(last.Id, from is { Back: true }), patience.LookedAt, cancellationToken);
            rest = search.Beyond(search.List(), last);
        }
    }

    private static async Task<AccountPosition> PositionAsync(PayHubDbContext db, long id, CancellationToken cancellationToken) => new(
        id, await db.Accounts.Where(a => a.Id == id).Select(a => a.NameKey).SingleOrDefaultAsync(cancellationToken) ?? "");

    private static async Task<AccountSearchEnd> EndAsync(
        PayHubDbContext db, AccountCursor next, long lookedAt, CancellationToken cancellationToken)
    {
        var last = await db.Accounts.SingleAsync(a => a.Id == next.Id, cancellationToken);
        return new AccountSearchEnd(next, last.Name, UnixMicroseconds.ToMoment(last.CreatedAt), lookedAt);
    }

    private static async Task<IEnumerable<AccountRow>> RowsAsync(
        PayHubDbContext db, AccountSearch search, IQueryable<Account> matching, int take, CancellationToken cancellationToken)
    {
        var rows = await search.InOrder(matching).Take(take)
            .GroupJoin(db.AccountActivity, a => a.Id, s => s.AccountId, (a, seen) => new { a, seen })
            .SelectMany(x => x.seen.DefaultIfEmpty(), (x, s) => new { x.a, LastSeen = s == null ? (long?)null : s.LastSeen })
            .ToListAsync(cancellationToken);
        return rows.OrderBy(r => r.a, search.Order()).Select(r => Row(r.a, r.LastSeen));
    }

    private static async Task<RowCount?> CountAsync(PayHubDbContext db, AccountFilter filter, CancellationToken cancellationToken)
    {
        var search = new AccountSearch(db, filter, back: false);
        if (!search.IsExact)
            return null;
        // Ids have no gaps, and the hub's own accounts have the lowest.
        return search.IsEveryone
            ? new RowCount(await db.Accounts.MaxAsync(a => a.Id, cancellationToken) - Account.IssuanceId, false)
            : RowCount.Of(await search.List().Take(RowCount.Cap + 1).CountAsync(cancellationToken));
    }

    private static AccountRow Row(Account account, long? lastSeen) => new(
        account.Id, account.Name, account.KeyKind, account.Status, account.Balance,
        UnixMicroseconds.ToMoment(account.CreatedAt), lastSeen is { } seen ? UnixMicroseconds.ToMoment(seen) : null);
}
