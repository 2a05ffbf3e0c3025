using Microsoft.Extensions.Hosting;
using PayHub.Data.Live;

namespace PayHub.Data.Ledger;

/// <summary>Each minute, notes when those who are online were last heard.</summary>
/// <param name="board">Who is online.</param>
/// <param name="ledger">The note rides on the writer's next batch.</param>
/// <param name="clock">The hub's clock.</param>
internal sealed class ActivityRecorder(PresenceBoard board, Ledger ledger, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        var since = clock.GetUtcNow();
        while (await timer.NextTickAsync(stoppingToken))
        {
            var now = clock.GetUtcNow();
            var heard = board.NewestFirst()
                .Where(s => s.Link.LastMessageAt > since)
                .Select(s => (s.AccountId, s.Link.LastMessageAt))
                .ToList();
            since = now;
            if (heard.Count > 0)
                await ledger.TryEnqueueAsync(new ActivityCommand(heard));
        }
    }
}
