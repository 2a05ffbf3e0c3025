using Microsoft.EntityFrameworkCore;

namespace PayHub.Data.Ledger;

/// <summary>
/// Checks the postings. Up to <c>indexed_to</c> each transfer has exactly its two, and there are no others; above it, where a run
/// may be half merged, it has none, one or both of them, and again there are no others.
/// </summary>
internal sealed class PostingReplay
{
    private const int TransfersAtOnce = 20_000;

    private long _checked;

    /// <summary>Checks the next transfers that are indexed by now; what is indexed once stays so while the hub goes on.</summary>
    /// <param name="context">Read from.</param>
    /// <param name="upTo">The newest transfer that was replayed.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>False where there is none.</returns>
    /// <exception cref="LedgerFaultException">A posting is missing.</exception>
    public async Task<bool> CheckNextAsync(PayHubDbContext context, long upTo, CancellationToken cancellationToken)
    {
        var goal = Math.Min(upTo, await context.LedgerHead.Select(h => h.IndexedTo).FirstOrDefaultAsync(cancellationToken));
        if (_checked >= goal)
            return false;
        var last = Math.Min(goal, _checked + TransfersAtOnce);
        await CountAsync(context, last, last, cancellationToken);
        _checked = last;
        return true;
    }

    /// <summary>Checks the rest, and that all postings there are belong to their transfers, in the caller's transaction.</summary>
    /// <exception cref="LedgerFaultException">A posting is missing, or there is one too many.</exception>
    public async Task CheckRestAsync(PayHubDbContext context, long lastTransfer, CancellationToken cancellationToken)
    {
        var indexedTo = await context.LedgerHead.Select(h => h.IndexedTo).SingleAsync(cancellationToken);
        var own = 2 * _checked + await CountAsync(context, lastTransfer, indexedTo, cancellationToken);
        var all = await context.Postings.LongCountAsync(cancellationToken);
        LedgerFaultException.Unless(
            all == own, $"there are {all} postings for {lastTransfer} transfers, of which {indexedTo} are indexed, but {own} belong to them");
    }

    private async Task<long> CountAsync(PayHubDbContext context, long last, long indexedTo, CancellationToken cancellationToken)
    {
        var rows = context.Transfers.Where(t => t.Id > _checked && t.Id <= last).OrderBy(t => t.Id)
            .Select(t => new
            {
                t.Id,
                Postings = context.Postings.Count(p => p.AccountId == t.DebitId && p.TransferId == t.Id)
                    + context.Postings.Count(p => p.AccountId == t.CreditId && p.TransferId == t.Id),
            });
        var own = 0L;
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (row.Postings != 2 && row.Id <= indexedTo)
                throw new LedgerFaultException($"block {await BlockOfAsync(context, row.Id, cancellationToken)}, transfer {row.Id}: does not stand in both accounts' postings");
            own += row.Postings;
        }
        return own;
    }

    private static Task<long> BlockOfAsync(PayHubDbContext context, long transfer, CancellationToken cancellationToken) =>
        context.Blocks.Where(b => b.FirstId <= transfer).MaxAsync(b => b.Number, cancellationToken);
}
