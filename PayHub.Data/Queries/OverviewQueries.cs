using Microsoft.EntityFrameworkCore;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Queries;

/// <summary>The hub at a glance.</summary>
public sealed record Overview
{
    /// <summary>When it was read, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Accounts that are online.</summary>
    public required int Online { get; init; }

    /// <summary>Payments executed in the last minute.</summary>
    public required long PaymentsLastMinute { get; init; }

    /// <summary>What payments moved since midnight UTC, minor units.</summary>
    public required Int128 VolumeToday { get; init; }

    /// <summary>Accounts, the hub's own left out.</summary>
    public required long Accounts { get; init; }

    /// <summary>What all accounts hold together, minor units: what <c>@issuance</c> owes.</summary>
    public required long MoneyInIssue { get; init; }

    /// <summary>The newest payments, the newest first.</summary>
    public required IReadOnlyList<LedgerRow> Newest { get; init; }
}

/// <summary>Reads the overview. Sums are carried on from call to call, so its cost does not grow with the ledger.</summary>
/// <param name="database">Read from.</param>
/// <param name="ledger">For the newest payments.</param>
/// <param name="board">Who is online.</param>
/// <param name="clock">The hub's clock.</param>
public sealed class OverviewQueries(PayHubDatabase database, LedgerQueries ledger, PresenceBoard board, TimeProvider clock) : IDisposable
{
    private const int NewestShown = 12;

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly RunningTotals _totals = new();

    /// <summary>Reads it.</summary>
    public async Task<Overview> ReadAsync(CancellationToken cancellationToken = default)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return await ReadAloneAsync(cancellationToken);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    private async Task<Overview> ReadAloneAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = database.OpenRead();
        var head = await db.LedgerHead.Select(h => h.LastTransfer).SingleAsync(cancellationToken);
        await _totals.AdvanceAsync(db, DateOnly.FromDateTime(now.UtcDateTime), head, cancellationToken);
        var newest = await ledger.PageAsync(new LedgerFilter(Kind: TransferKind.Payment), LedgerCursor.Top, NewestShown, cancellationToken);
        return new Overview
        {
            At = now,
            Online = board.Count,
            PaymentsLastMinute = await PaymentsSinceAsync(db, now.AddMinutes(-1), head, cancellationToken),
            VolumeToday = _totals.VolumeToday,
            Accounts = _totals.Accounts,
            MoneyInIssue = -await db.Accounts.Where(a => a.Id == Account.IssuanceId).Select(a => a.Balance).SingleAsync(cancellationToken),
            Newest = newest.Rows,
        };
    }

    // Ids have no gaps, so counting is a subtraction; what is not a payment is rare and has its own index.
    private static async Task<long> PaymentsSinceAsync(PayHubDbContext db, DateTimeOffset since, long head, CancellationToken cancellationToken)
    {
        var first = await BlockTimes.FirstIdSinceAsync(db, UnixMicroseconds.From(since), cancellationToken);
        var others = await db.Transfers.LongCountAsync(
            t => t.Kind != TransferKind.Payment && t.Id >= first && t.Id <= head, cancellationToken);
        return Math.Max(0, head - first + 1 - others);
    }
}
