using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Storage;

namespace PayHub.Data.Integrity;

/// <summary>A verification at work.</summary>
/// <param name="By">Who started it.</param>
/// <param name="StartedAt">When, UTC.</param>
/// <param name="Checked">How many transfers were checked so far.</param>
/// <param name="Goal">How many there were when it started.</param>
public sealed record VerificationProgress(string By, DateTimeOffset StartedAt, long Checked, long Goal);

/// <summary>Runs the verification for the dashboard: one at a time, for all operators to see, whether or not a page is open.</summary>
/// <param name="verifier">Checks.</param>
/// <param name="record">Remembers.</param>
/// <param name="database">For the number of transfers.</param>
/// <param name="feed">Told of each step.</param>
/// <param name="clock">The hub's clock.</param>
/// <param name="logger">The log.</param>
public sealed partial class Verification(
    LedgerVerifier verifier, VerificationRecord record, PayHubDatabase database, LiveFeed feed, TimeProvider clock, ILogger<Verification> logger)
    : IHostedService
{
    private readonly SingleRun _run = new();
    private volatile VerificationProgress? _progress;
    private volatile string? _failure;

    /// <summary>What runs; null where nothing does.</summary>
    public VerificationProgress? Progress => _progress;

    /// <summary>The last one that ended; null for none.</summary>
    public VerificationResult? Last => record.Read();

    /// <summary>Why the last one that was started here came to no result; null where it did.</summary>
    public string? Failure => _failure;

    /// <summary>Starts it.</summary>
    /// <param name="by">Who asked for it.</param>
    /// <returns>False where one runs already.</returns>
    public bool TryStart(string by) => _run.TryStart(token => RunAsync(by, token));

    /// <summary>Asks it to end; what it found so far is not kept.</summary>
    public void Cancel() => _run.Cancel();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _run.CloseAsync();

    private async Task RunAsync(string by, CancellationToken cancellationToken)
    {
        var (started, timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        try
        {
            _failure = null;
            Report(new VerificationProgress(by, started, 0, 0));
            var goal = await GoalAsync(cancellationToken);
            var steps = new Steps(done => Report(new VerificationProgress(by, started, done, Math.Max(goal, done))));
            var report = await verifier.VerifyAsync(steps, null, cancellationToken);
            var result = VerificationResult.Of(report, clock.GetUtcNow(), clock.GetElapsedTime(timestamp), by);
            if (result.Fault is { } fault)
                LogFault(fault);
            await record.WriteAsync(result);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _failure = "cancelled";
        }
        catch (Exception error)
        {
            LogFailed(error);
            _failure = error.Message;
        }
        finally
        {
            Report(null);
        }
    }

    private async Task<long> GoalAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        return await db.LedgerHead.Select(h => h.LastTransfer).SingleAsync(cancellationToken);
    }

    private void Report(VerificationProgress? progress)
    {
        _progress = progress;
        feed.Publish(LiveTopics.Integrity);
    }

    [LoggerMessage(2301, LogLevel.Critical, "The ledger does not verify: {Fault}")]
    private partial void LogFault(string fault);

    [LoggerMessage(2302, LogLevel.Error, "The verification could not be finished")]
    private partial void LogFailed(Exception error);

    // Not Progress<T>, which tells later and out of order.
    private sealed class Steps(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
