using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Storage;

namespace PayHub.Data.Integrity;

/// <summary>How the hub is, as of one moment.</summary>
/// <param name="At">When it was looked at, UTC.</param>
/// <param name="DiskFree">Bytes free on the database's disk.</param>
/// <param name="DiskSize">That disk's size in bytes.</param>
/// <param name="SumOfBalances">Of all accounts, the hub's own among them, minor units: zero, or money came from nowhere.</param>
/// <param name="WriterAlive">Whether payments can be written.</param>
/// <param name="LastBackup">The newest backup; null for none.</param>
/// <param name="LastVerification">The last verification that ended; null for none.</param>
public sealed record Health(
    DateTimeOffset At, long DiskFree, long DiskSize, Int128 SumOfBalances, bool WriterAlive, BackupFile? LastBackup, VerificationResult? LastVerification);

/// <summary>Looks how the hub is: once a minute for all who show it, at once where a verification or backup ends, and not at all while nobody looks.</summary>
/// <param name="database">Its disk, and the balances.</param>
/// <param name="writer">Whether it lives is told without delay.</param>
/// <param name="shelf">The backups.</param>
/// <param name="record">The last verification.</param>
/// <param name="feed">Tells when something ended, and is told when something is known.</param>
/// <param name="clock">The hub's clock.</param>
/// <param name="logger">The log.</param>
public sealed partial class HubHealth(
    PayHubDatabase database, LedgerWriter writer, BackupShelf shelf, VerificationRecord record, LiveFeed feed, TimeProvider clock, ILogger<HubHealth> logger)
    : BackgroundService
{
    private const long Half = 1_000_000;
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(1);

    private volatile Health? _latest;
    private long _askedAt;

    /// <summary>What is known now; null before anything is. Asking keeps it looking.</summary>
    public Health? Latest()
    {
        var first = Interlocked.Exchange(ref _askedAt, clock.GetTimestamp()) == 0;
        if (first)
            feed.Publish(LiveTopics.Integrity);
        return _latest is { } known ? known with { WriterAlive = writer.IsAlive } : null;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe(LiveTopics.Integrity);
        while (true)
        {
            var asked = Interlocked.Read(ref _askedAt);
            if (asked != 0 && clock.GetElapsedTime(asked) < Gap)
                await LookAsync(stoppingToken);
            await WaitAsync(subscription, stoppingToken);
        }
    }

    private async Task WaitAsync(LiveSubscription subscription, CancellationToken stopping)
    {
        using var gap = new CancellationTokenSource(Gap, clock);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(gap.Token, stopping);
        try
        {
            await subscription.NextAsync(over.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // Nothing ended for a minute: time to measure again.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (backups, verification) = (shelf.List(), record.Read());
            // A verification at work tells of each of its steps: only what may have changed by it is read so often.
            var known = _latest is { } latest && clock.GetUtcNow() - latest.At < Gap ? latest : await MeasureAsync(cancellationToken);
            _latest = known with { LastBackup = backups is [var newest, ..] ? newest : null, LastVerification = verification };
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            LogFailed(error);
        }
    }

    private async Task<Health> MeasureAsync(CancellationToken cancellationToken)
    {
        var drive = new DriveInfo(Path.GetDirectoryName(database.File)!);
        return new Health(
            clock.GetUtcNow(), drive.AvailableFreeSpace, drive.TotalSize, await SumAsync(cancellationToken), writer.IsAlive, null, null);
    }

    // One statement sees one moment, so a payment at work does not show. In halves no sum on the way leaves Int64.
    private async Task<Int128> SumAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        var sum = await db.Accounts.GroupBy(_ => 1)
            .Select(g => new { High = g.Sum(a => a.Balance / Half), Low = g.Sum(a => a.Balance % Half) })
            .SingleOrDefaultAsync(cancellationToken);
        return sum is null ? 0 : (Int128)sum.High * Half + sum.Low;
    }

    [LoggerMessage(2321, LogLevel.Warning, "How the hub is could not be found out")]
    private partial void LogFailed(Exception error);
}
