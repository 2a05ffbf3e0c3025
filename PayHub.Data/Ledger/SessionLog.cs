using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using PayHub.Data.Live;
using PayHub.Data.Storage;

namespace PayHub.Data.Ledger;

/// <summary>Numbers the sessions, and closes those that a killed hub left open.</summary>
/// <param name="database">The database.</param>
/// <param name="gate">The process's one gate.</param>
public sealed class SessionLog(PayHubDatabase database, WriteGate gate) : IHostedService
{
    private long _lastId;

    /// <summary>The id for a session that begins now: ascending, so the highest id is the latest login.</summary>
    public long NextId() => Interlocked.Increment(ref _lastId);

    /// <summary>Closes what a killed hub left open, at the last moment known.</summary>
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
        _lastId = await context.Sessions.MaxAsync(s => (long?)s.Id, cancellationToken) ?? 0;
    }

    /// <summary>Nothing to do: sessions are ended by their connections.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
