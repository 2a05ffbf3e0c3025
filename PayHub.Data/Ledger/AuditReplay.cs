using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;

namespace PayHub.Data.Ledger;

/// <summary>The audit, held against its own chain and against the transfers that it names.</summary>
internal sealed class AuditReplay
{
    private const int AtOnce = 1000;

    /// <summary>The last row that was checked; null for none.</summary>
    public AuditEntry? Last { get; private set; }

    /// <summary>How many rows named a transfer that an operator made by hand.</summary>
    public long Noted { get; private set; }

    /// <summary>Checks the next stretch.</summary>
    /// <returns>False where there is no further row.</returns>
    /// <exception cref="LedgerFaultException">A row is wrong.</exception>
    public async Task<bool> ReplayNextAsync(PayHubDbContext context, CancellationToken cancellationToken)
    {
        // Also where an id was changed to one that can't be: row 0 must not be passed over.
        var after = Last?.Id ?? long.MinValue;
        var rows = await context.Audit
            .Where(a => a.Id > after)
            .OrderBy(a => a.Id)
            .Take(AtOnce)
            .Select(a => new
            {
                Entry = a,
                Kind = context.Transfers.Where(t => t.Id == a.TransferId).Select(t => (TransferKind?)t.Kind).FirstOrDefault(),
                NotedBy = context.Set<TransferNote>().Where(n => n.TransferId == a.TransferId).Select(n => n.OperatorId).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            CheckChain(row.Entry);
            CheckTransfer(row.Entry, row.Kind, row.NotedBy);
            Last = row.Entry;
            if (row.NotedBy is not null)
                Noted++;
        }
        return rows.Count > 0;
    }

    private void CheckChain(AuditEntry entry)
    {
        var next = (Last?.Id ?? 0) + 1;
        LedgerFaultException.Unless(entry.Id == next, $"audit row {next} is missing: after it comes row {entry.Id}");
        LedgerFaultException.Unless(entry.PrevHash.AsSpan().SequenceEqual(Last?.Hash ?? new byte[SHA256.HashSizeInBytes]), $"audit row {entry.Id}: does not name the row before it");
        LedgerFaultException.Unless(entry.Hash.AsSpan().SequenceEqual(AuditChain.HashOf(entry)), $"audit row {entry.Id}: differs from its hash: it was changed");
    }

    // An opening balance has no note: also who registers at a wallet is granted one, and no operator made it.
    private static void CheckTransfer(AuditEntry entry, TransferKind? kind, string? notedBy)
    {
        if (entry.TransferId is not { } id)
            return;
        LedgerFaultException.Unless(kind is not null, $"audit row {entry.Id}: names transfer {id}, which is not there");
        LedgerFaultException.Unless(
            notedBy == entry.OperatorId || (notedBy is null && kind == TransferKind.Opening),
            $"audit row {entry.Id}: says that {entry.OperatorName} made transfer {id}, but its note names somebody else or nobody");
    }
}
