using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Queries;

/// <summary>Where a ledger stands: the number and hash to note elsewhere, against which a later check can be held.</summary>
/// <param name="database">The database.</param>
public sealed class LedgerHeadQuery(PayHubDatabase database)
{
    /// <summary>Reads the head.</summary>
    public async Task<LedgerHead> ReadAsync(CancellationToken cancellationToken = default)
    {
        await using var context = database.OpenRead();
        return await context.LedgerHead.SingleAsync(cancellationToken);
    }
}
