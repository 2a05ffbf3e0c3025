using Microsoft.EntityFrameworkCore;
using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Queries;

/// <summary>Which refused payments to show. What is null does not filter.</summary>
/// <param name="Reason">Why they were refused.</param>
/// <param name="Account">Payer or payee, in any case.</param>
public sealed record RefusalFilter(TransferOutcome? Reason = null, string? Account = null);

/// <summary>A payment that was refused.</summary>
/// <param name="Id">Ascending.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Payer">Who was to pay; null where there is no such account.</param>
/// <param name="Payee">Who was to be paid; null where there is no such account.</param>
/// <param name="Submitter">Who sent it to the hub; null where that is not known.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Reason">Why.</param>
/// <param name="PaymentId">The payer's id for it; null where it had none.</param>
public sealed record RefusalRow(
    long Id, DateTimeOffset At, string? Payer, string? Payee, string? Submitter, long Amount, TransferOutcome Reason, string? PaymentId);

/// <summary>A page of refused payments, the newest first.</summary>
/// <param name="Rows">The payments.</param>
/// <param name="Newer">Where the page of newer ones begins; null on the newest page.</param>
/// <param name="Older">Where the page of older ones begins; null on the last.</param>
/// <param name="Head">The newest refusal of all when the page was read; 0 for none.</param>
/// <param name="UnknownAccount">Whether the filter names an account that there is not.</param>
public sealed record RefusalPage(
    IReadOnlyList<RefusalRow> Rows, LedgerCursor? Newer, LedgerCursor? Older, long Head, bool UnknownAccount);

/// <summary>Pages of refused payments by key. Only the newest 100,000 are kept, so that a filter may look at them all.</summary>
/// <param name="database">Read from.</param>
public sealed class RefusalQueries(PayHubDatabase database)
{
    /// <summary>Reads a page.</summary>
    /// <param name="filter">Which refusals.</param>
    /// <param name="from">Where the page begins, by the refusals' own ids.</param>
    /// <param name="size">The most rows, at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RefusalPage> PageAsync(
        RefusalFilter filter, LedgerCursor from, int size, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        var head = await db.Refusals.MaxAsync(r => (long?)r.Id, cancellationToken) ?? 0;
        if (await MatchingAsync(db, filter, cancellationToken) is not { } matching)
            return new RefusalPage([], null, null, head, true);
        var rows = await RowsAsync(db, InOrder(matching, from).Take(size + 1), cancellationToken);
        rows.Sort((x, y) => (from.Newer ? -1 : 1) * y.Id.CompareTo(x.Id));
        var full = rows.Count > size;
        if (full)
            rows.RemoveAt(size);
        if (from.Newer)
            rows.Reverse();
        var above = rows.Count > 0 && (from.Newer ? full : from != LedgerCursor.Top);
        var below = rows.Count > 0 && (from.Newer || full);
        return new RefusalPage(
            rows, above ? new LedgerCursor(rows[0].Id, true) : null, below ? new LedgerCursor(rows[^1].Id, false) : null, head, false);
    }

    /// <summary>Counts the refusals after one, up to a cap.</summary>
    public async Task<int> CountNewerAsync(RefusalFilter filter, long afterId, int cap, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        return await MatchingAsync(db, filter, cancellationToken) is { } matching
            ? await matching.Where(r => r.Id > afterId).OrderBy(r => r.Id).Take(cap).CountAsync(cancellationToken)
            : 0;
    }

    private static IQueryable<Refusal> InOrder(IQueryable<Refusal> refusals, LedgerCursor from) => from.Newer
        ? refusals.Where(r => r.Id > from.Id).OrderBy(r => r.Id)
        : refusals.Where(r => r.Id < from.Id).OrderByDescending(r => r.Id);

    private static async Task<IQueryable<Refusal>?> MatchingAsync(PayHubDbContext db, RefusalFilter filter, CancellationToken cancellationToken)
    {
        var refusals = db.Refusals.AsQueryable();
        if (filter.Account is { } name)
        {
            var key = Account.KeyOf(name);
            var id = await db.Accounts.Where(a => a.NameKey == key).Select(a => (long?)a.Id).SingleOrDefaultAsync(cancellationToken);
            if (id is null)
                return null;
            refusals = refusals.Where(r => r.PayerId == id || r.PayeeId == id);
        }
        if (filter.Reason is { } outcome)
        {
            var reason = (int)outcome;
            refusals = refusals.Where(r => r.Reason == reason);
        }
        return refusals;
    }

    private static async Task<List<RefusalRow>> RowsAsync(PayHubDbContext db, IQueryable<Refusal> page, CancellationToken cancellationToken)
    {
        var rows = await page.Select(r => new
        {
            Refusal = r,
            Payer = db.Accounts.Where(a => a.Id == r.PayerId).Select(a => a.Name).FirstOrDefault(),
            Payee = db.Accounts.Where(a => a.Id == r.PayeeId).Select(a => a.Name).FirstOrDefault(),
            Submitter = db.Accounts.Where(a => a.Id == r.SubmitterId).Select(a => a.Name).FirstOrDefault(),
        }).ToListAsync(cancellationToken);
        return rows.ConvertAll(r => new RefusalRow(
            r.Refusal.Id, UnixMicroseconds.ToMoment(r.Refusal.At), r.Payer, r.Payee, r.Submitter,
            r.Refusal.Amount, (TransferOutcome)r.Refusal.Reason, r.Refusal.PaymentId));
    }
}
