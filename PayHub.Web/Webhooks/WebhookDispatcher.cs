using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Webhooks;

namespace PayHub.Web.Webhooks;

/// <summary>
/// Tells webhooks what happened, at least once each: collects events when the feed says that there are some, and delivers what
/// is due, each webhook by a task of its own, so that a slow one delays nobody else.
/// </summary>
internal sealed partial class WebhookDispatcher(
    EventCollector events, DeliveryLog log, WebhookSender sender, LiveFeed feed, TimeProvider clock, ILogger<WebhookDispatcher> logger) : BackgroundService
{
    private const int AtOnce = 50;
    private const int InParallel = 4;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Dictionary<long, Task> _delivering = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe(LiveTopics.Ledger | LiveTopics.Refusals | LiveTopics.Accounts | LiveTopics.Webhooks);
        Task? signal = null;
        try
        {
            while (true)
            {
                await PassAsync(stoppingToken);
                signal ??= subscription.NextAsync(stoppingToken).AsTask();
                // Not at each of a thousand commits a second: a pass takes what came meanwhile.
                await Task.Delay(Tick / 4, clock, stoppingToken);
                await Task.WhenAny(signal, Task.Delay(Tick, clock, stoppingToken));
                if (signal.IsCompleted)
                    signal = null;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_delivering.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PassAsync(CancellationToken stopping)
    {
        try
        {
            while (await events.CollectAsync(stopping))
            {
                await StartDeliveriesAsync(stopping);
            }
            await StartDeliveriesAsync(stopping);
        }
        catch (Exception error) when (error is DbException or DbUpdateException)
        {
            // The disk is full, say: the logs keep what is to be told, and the next pass tries again.
            LogFailed(error);
        }
    }

    private async Task StartDeliveriesAsync(CancellationToken stopping)
    {
        foreach (var webhook in await log.DueWebhooksAsync(stopping))
        {
            if (!_delivering.TryGetValue(webhook.Id, out var running) || running.IsCompleted)
                _delivering[webhook.Id] = Task.Run(() => DeliverAsync(webhook, stopping), CancellationToken.None);
        }
        foreach (var done in _delivering.Where(d => d.Value.IsCompleted).Select(d => d.Key).ToList())
            _delivering.Remove(done);
    }

    private async Task DeliverAsync(Webhook webhook, CancellationToken stopping)
    {
        try
        {
            while (await log.DueAsync(webhook.Id, AtOnce, stopping) is { Count: > 0 } due)
            {
                var tries = new DeliveryTry[due.Count];
                await Parallel.ForAsync(0, due.Count, new ParallelOptions { MaxDegreeOfParallelism = InParallel, CancellationToken = stopping }, async (i, cancelled) =>
                    tries[i] = await sender.SendAsync(webhook, due[i], cancelled));
                await log.RecordAsync(webhook.Id, tries, CancellationToken.None);
                feed.Publish(LiveTopics.Webhooks);
                // What is refused again and again waits for its own time; the rest of a dead receiver's list need not be tried now.
                if (!tries.Any(t => t.IsAccepted))
                    return;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Sent, perhaps, but not written down: told again after the next start.
        }
        catch (Exception error) when (error is DbException or DbUpdateException)
        {
            LogFailed(error);
        }
    }

    [LoggerMessage(4020, LogLevel.Warning, "Webhooks could not be served; next try in a second")]
    private partial void LogFailed(Exception error);
}
