using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace PayHub.Data.Queries;

/// <summary>
/// Which transfer was the newest at given moments. There is no index on time: blocks are numbered in order of time, so halving
/// finds them. What is past stays true, so it is remembered for all who ask; ask for round moments, as others will.
/// </summary>
public sealed class TimeGrid
{
    private const int MostKept = 50_000;

    private static readonly Func<PayHubDbContext, long, Task<long>> TimeOf =
        EF.CompileAsyncQuery((PayHubDbContext db, long number) => db.Blocks.Where(b => b.Number == number).Select(b => b.At).Single());

    private static readonly Func<PayHubDbContext, long, Task<long>> LastIdOf =
        EF.CompileAsyncQuery((PayHubDbContext db, long number) => db.Blocks.Where(b => b.Number == number).Select(b => b.LastId).Single());

    private readonly ConcurrentDictionary<long, Place> _known = new();

    /// <summary>Reads them.</summary>
    /// <param name="db">Read from.</param>
    /// <param name="times">Microseconds UTC, ascending.</param>
    /// <returns>For each time the last transfer of the last block at or before it; 0 where there is none.</returns>
    public async Task<long[]> LastIdsAtAsync(PayHubDbContext db, long[] times)
    {
        var head = await db.LedgerHead.Select(h => new Place(h.LastBlock, h.LastTransfer)).SingleAsync();
        var ids = new long[times.Length];
        if (head.Block == 0)
            return ids;
        var until = await TimeOf(db, head.Block);
        // The newest block may yet get company at the same time: only what is before it can't change.
        var past = Array.FindIndex(times, t => t >= until) is >= 0 and var first ? first : times.Length;
        Array.Fill(ids, head.LastId, past, times.Length - past);
        if (_known.Count > MostKept)
            _known.Clear();
        await FillAsync(db, times, ids, (0, past), (new Place(0, 0), head.Block));
        return ids;
    }

    // The middle one first: it halves the blocks that either side has to look at.
    private async Task FillAsync(PayHubDbContext db, long[] times, long[] ids, (int From, int To) range, (Place From, long Before) blocks)
    {
        if (range.From >= range.To)
            return;
        var middle = range.From + (range.To - range.From) / 2;
        if (!_known.TryGetValue(times[middle], out var place))
            _known[times[middle]] = place = await FindAsync(db, times[middle], blocks);
        ids[middle] = place.LastId;
        await FillAsync(db, times, ids, (range.From, middle), (blocks.From, place.Block + 1));
        await FillAsync(db, times, ids, (middle + 1, range.To), (place, blocks.Before));
    }

    private static async Task<Place> FindAsync(PayHubDbContext db, long time, (Place From, long Before) blocks)
    {
        var (low, high) = (blocks.From.Block, blocks.Before);
        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            if (await TimeOf(db, middle) <= time)
                low = middle;
            else
                high = middle;
        }
        return low == blocks.From.Block ? blocks.From : new Place(low, await LastIdOf(db, low));
    }

    private readonly record struct Place(long Block, long LastId);
}
