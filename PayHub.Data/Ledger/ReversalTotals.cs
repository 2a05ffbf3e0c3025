using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;

namespace PayHub.Data.Ledger;

/// <summary>Holds the kept sums of reversals against the reversals. Each stretch is one statement, and so sees one moment.</summary>
internal static class ReversalTotals
{
    private const int AtOnce = 1000;

    /// <summary>Checks the next stretch.</summary>
    /// <param name="context">Reads.</param>
    /// <param name="after">The last transfer that was looked at.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>Where the stretch ended; null where there is nothing behind it.</returns>
    /// <exception cref="LedgerFaultException">A sum is wrong.</exception>
    public static async Task<long?> CheckNextAsync(PayHubDbContext context, long after, CancellationToken cancellationToken)
    {
        var wrongType = await StoredTypes.FirstWrongTotalAsync(context, after, cancellationToken);
        LedgerFaultException.Unless(wrongType is null, $"transfer {wrongType}: the sum of its reversals holds a value of another type");
        var rows = await context.Set<ReversalTotal>()
            .Where(r => r.TransferId > after)
            .OrderBy(r => r.TransferId)
            .Take(AtOnce)
            .Select(r => new
            {
                r.TransferId,
                r.Original,
                r.Reversed,
                Amount = context.Transfers.Where(t => t.Id == r.TransferId).Select(t => (long?)t.Amount).FirstOrDefault(),
                Sum = context.Transfers.Where(t => t.ReversesId == r.TransferId).Sum(t => (long?)t.Amount),
            })
            .ToListAsync(cancellationToken);
        foreach (var r in rows)
            Check(r.TransferId, r.Original, r.Reversed, r.Amount, r.Sum ?? 0);
        return rows.Count < AtOnce ? null : rows[^1].TransferId;
    }

    private static void Check(long id, long original, long reversed, long? amount, long sum)
    {
        LedgerFaultException.Unless(amount is not null, $"transfer {id}: has a sum of reversals, but is not there");
        LedgerFaultException.Unless(original == amount, $"transfer {id}: moved {amount}, but its sum of reversals is kept against {original}");
        LedgerFaultException.Unless(reversed == sum, $"transfer {id}: {reversed} of it are said to be reversed, but its reversals make {sum}");
        LedgerFaultException.Unless(reversed > 0 && reversed <= amount, $"transfer {id}: moved {amount}, but {reversed} of it were reversed");
    }
}
