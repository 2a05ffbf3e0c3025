using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using PayHub.Data.Live;
using PayHub.Data.Storage;

namespace PayHub.Data.Ledger;

/// <summary>Numbers the sessions, and keeps the table of past ones tidy.</summary>
/// <param name="database">The database.</param>
/// <param name="gate">The process's one gate.</param>
/// <param name="clock">The hub's clock.</param>
public sealed class SessionLog(PayHubDatabase database, WriteGate gate, TimeProvider clock) : IHostedService
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);
    private long _lastId;

    /// <summary>The id for a session that begins now: ascending, so the highest id is the latest login.</summary>
    public long NextId() => Interlocked.Increment(ref _lastId);

    /// <summary>Closes what a killed hub left open, at the last moment known, and deletes what is older than 90 days.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var lease = await gate.EnterAsync(cancellationToken);
        await using var context = database.OpenWrite();
        await context.Sessions
            .Where(s => s.Ended == null)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(s => s.EndReason, (int)SessionEnd.HubStopped)
                    .SetProperty(s => s.Ended, s => context.AccountActivity
                        .Where(a => a.AccountId == s.AccountId && a.LastSeen > s.Started)
                        .Select(a => (long?)a.LastSeen)
                        .FirstOrDefault() ?? s.Started),
                cancellationToken);
        var oldest = UnixMicroseconds.From(clock.GetUtcNow() - Kept);
        // Ids and starting times ascend together, so the scan ends at the first session that is kept.
        var firstKept = await context.Sessions.OrderBy(s => s.Id).Where(s => s.Started >= oldest).Select(s => s.Id).FirstOrDefaultAsync(cancellationToken);
        var last = await context.Sessions.MaxAsync(s => (long?)s.Id, cancellationToken) ?? 0;
        await context.Sessions.Where(s => s.Id < (firstKept == 0 ? last : firstKept)).ExecuteDeleteAsync(cancellationToken);
        _lastId = last;
    }

    /// <summary>Nothing to do: sessions are ended by their connections.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
