using Microsoft.EntityFrameworkCore;

namespace PayHub.Data.Queries;

/// <summary>Finds transfers by time without an index on time: blocks are numbered in order of time, so halving finds them.</summary>
internal static class BlockTimes
{
    /// <summary>The first transfer of the first block at or after a time; one past the newest where there is none.</summary>
    public static async Task<long> FirstIdSinceAsync(PayHubDbContext db, long microseconds, CancellationToken cancellationToken)
    {
        var head = await db.LedgerHead.Select(h => new { h.LastBlock, h.LastTransfer }).SingleAsync(cancellationToken);
        var (low, high) = (1L, head.LastBlock + 1);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            var at = await db.Blocks.Where(b => b.Number == middle).Select(b => b.At).SingleAsync(cancellationToken);
            if (at < microseconds)
                low = middle + 1;
            else
                high = middle;
        }
        return low > head.LastBlock
            ? head.LastTransfer + 1
            : await db.Blocks.Where(b => b.Number == low).Select(b => b.FirstId).SingleAsync(cancellationToken);
    }
}
