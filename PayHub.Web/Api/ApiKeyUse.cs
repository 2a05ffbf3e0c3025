using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayHub.Data;
using PayHub.Data.Live;
using PayHub.Data.Storage;

namespace PayHub.Web.Api;

/// <summary>Remembers when keys were last used, and writes it down once a minute and at the end: a request costs no write.</summary>
internal sealed partial class ApiKeyUse(PayHubDatabase database, WriteGate gate, LiveFeed feed, TimeProvider clock, ILogger<ApiKeyUse> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<long, long> _used = new();

    /// <summary>Notes that a key is used now, to the minute.</summary>
    public void Used(long keyId)
    {
        var now = clock.GetUtcNow();
        _used[keyId] = UnixMicroseconds.From(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)));
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await FlushAsync();
        }
        catch (OperationCanceledException)
        {
            // The hub stops.
        }
    }

    private async Task FlushAsync()
    {
        var used = _used.ToArray();
        if (used.Length == 0)
            return;
        try
        {
            await WriteAsync(used);
        }
        catch (DbException error)
        {
            // It is for the screen alone: the next minute tries again.
            LogFailed(error);
            return;
        }
        foreach (var one in used)
            _used.TryRemove(one);
        feed.Publish(LiveTopics.Operators);
    }

    private async Task WriteAsync(KeyValuePair<long, long>[] used)
    {
        await using var db = database.OpenWrite();
        using var lease = await gate.EnterAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        foreach (var (id, at) in used)
            await db.ApiKeys.Where(k => k.Id == id).ExecuteUpdateAsync(k => k.SetProperty(x => x.LastUsedAt, at));
        await transaction.CommitAsync();
    }

    [LoggerMessage(4030, LogLevel.Warning, "When API keys were last used could not be written down.")]
    private partial void LogFailed(Exception error);
}
