using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;

namespace PayHub.Data.Queries;

/// <summary>
/// Sums that would take ever longer to compute anew: rows are only ever added, so what is behind a known id needs no second
/// look. Not for concurrent use.
/// </summary>
internal sealed class RunningTotals
{
    // An Int64 sum over so many rows can't overflow in either half, and no read transaction lasts long.
    private const int Chunk = 500_000;
    private const long Half = 1_000_000;

    private DateOnly _day;
    private long _transfersSeen;
    private long _accountsSeen;

    /// <summary>What payments moved on the day, minor units: more than Int64 holds, if the same money goes round often.</summary>
    public Int128 VolumeToday { get; private set; }

    /// <summary>How many accounts there are, the hub's own left out.</summary>
    public long Accounts { get; private set; }

    /// <summary>Adds what has come since the last call.</summary>
    /// <param name="db">Read from.</param>
    /// <param name="today">The UTC day.</param>
    /// <param name="head">The newest transfer.</param>
    /// <param name="cancellationToken">Gives up; what was added so far stays.</param>
    public async Task AdvanceAsync(PayHubDbContext db, DateOnly today, long head, CancellationToken cancellationToken)
    {
        if (today != _day)
        {
            var midnight = UnixMicroseconds.From(new DateTimeOffset(today, TimeOnly.MinValue, TimeSpan.Zero));
            (_day, VolumeToday, _transfersSeen) = (today, 0, await BlockTimes.FirstIdSinceAsync(db, midnight, cancellationToken) - 1);
        }
        while (_transfersSeen < head)
            await AddTransfersAsync(db, Math.Min(head, _transfersSeen + Chunk), cancellationToken);
        await AddAccountsAsync(db, cancellationToken);
    }

    private async Task AddTransfersAsync(PayHubDbContext db, long to, CancellationToken cancellationToken)
    {
        var payments = db.Transfers.Where(t => t.Id > _transfersSeen && t.Id <= to && t.Kind == TransferKind.Payment);
        var sum = await payments.GroupBy(_ => 1)
            .Select(g => new { High = g.Sum(t => t.Amount / Half), Low = g.Sum(t => t.Amount % Half) })
            .SingleOrDefaultAsync(cancellationToken);
        if (sum is not null)
            VolumeToday += (Int128)sum.High * Half + sum.Low;
        _transfersSeen = to;
    }

    private async Task AddAccountsAsync(PayHubDbContext db, CancellationToken cancellationToken)
    {
        var added = await db.Accounts.Where(a => a.Id > _accountsSeen).GroupBy(_ => 1)
            .Select(g => new { Users = g.Count(a => !a.IsSystem), Last = g.Max(a => a.Id) })
            .SingleOrDefaultAsync(cancellationToken);
        if (added is null)
            return;
        Accounts += added.Users;
        _accountsSeen = added.Last;
    }
}
