using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Queries;

/// <summary>What an account held from a moment on.</summary>
/// <param name="At">The time of the transfer that made it so, UTC.</param>
/// <param name="Balance">Minor units.</param>
public readonly record struct BalancePoint(DateTimeOffset At, long Balance);

/// <summary>
/// An account's balance over time, from the balances that are stored with each transfer: all of them where they are few, else
/// the last of each of some 200 stretches of time. Nothing is summed up, so a million transfers cost what a thousand cost.
/// </summary>
/// <param name="database">Read from.</param>
/// <param name="grid">Finds transfers by time.</param>
public sealed class BalanceHistory(PayHubDatabase database, TimeGrid grid)
{
    /// <summary>The most stretches of time, and the most transfers that are all shown.</summary>
    public const int Stretches = 200;

    /// <summary>Reads it.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="from">The beginning; where the account held something then, that is the first point. UTC.</param>
    /// <param name="until">The end, where the last point is. UTC.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Points in order of time; none where the account had no transfer up to the end.</returns>
    public async Task<IReadOnlyList<BalancePoint>> ReadAsync(
        long accountId, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        var (start, end) = (UnixMicroseconds.From(from), UnixMicroseconds.From(until));
        await using var db = database.OpenRead();
        var ids = await grid.LastIdsAtAsync(db, [start, .. Ends(start, end), end]);
        var before = await LastUpToAsync(db, accountId, ids[0]);
        var steps = await FirstAsync(db, accountId, ids[0], ids[^1], Stretches + 1, cancellationToken);
        if (steps.Count > Stretches)
            steps = await SampleAsync(db, accountId, ids, cancellationToken);
        if (before is not null)
            steps.Insert(0, before with { At = start });
        if (steps.Count > 0)
            steps.Add(steps[^1] with { At = end });
        return steps.ConvertAll(s => new BalancePoint(UnixMicroseconds.ToMoment(s.At), s.Balance));
    }

    /// <summary>The time of the account's first transfer, UTC; null where it has none.</summary>
    public async Task<DateTimeOffset?> BeginningAsync(long accountId, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        return await FirstAsync(db, accountId, 0, long.MaxValue, 1, cancellationToken) is [var first] ? UnixMicroseconds.ToMoment(first.At) : null;
    }

    // Stretches of a power of two microseconds that end at round moments: what is read for one chart serves the next one.
    private static IEnumerable<long> Ends(long start, long end)
    {
        var step = 1L << 10;
        while ((end - start) / step >= Stretches)
            step *= 2;
        for (var at = (start / step + 1) * step; at < end; at += step)
            yield return at;
    }

    private static async Task<List<Step>> FirstAsync(
        PayHubDbContext db, long account, long after, long upTo, int count, CancellationToken cancellationToken)
    {
        var transfers = await db.HistoryIds(account, new IdRange(after + 1, upTo)).OrderBy(id => id).Take(count)
            .Join(db.Transfers, id => id, t => t.Id, (id, t) => t)
            .OrderBy(t => t.Id)
            .ToListAsync(cancellationToken);
        return transfers.ConvertAll(t => Step.Of(t, account));
    }

    private static async Task<Step?> LastUpToAsync(PayHubDbContext db, long account, long id) =>
        await db.LastTransferAsync(account, id) is { } last ? Step.Of(last, account) : null;

    // From the newest stretch back: one in which nothing moved is known without a look.
    private static async Task<List<Step>> SampleAsync(PayHubDbContext db, long account, long[] ids, CancellationToken cancellationToken)
    {
        var steps = new List<Step>();
        foreach (var id in ids.Reverse())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (steps.Count > 0 && steps[^1].Id <= id)
                continue;
            if (await LastUpToAsync(db, account, id) is not { } step || step.Id <= ids[0])
                break;
            steps.Add(step);
        }
        steps.Reverse();
        return steps;
    }

    private sealed record Step(long Id, long At, long Balance)
    {
        public static Step Of(Transfer t, long account) => new(t.Id, t.At, t.DebitId == account ? t.DebitAfter : t.CreditAfter);
    }
}
