using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Queries;

/// <summary>Where a delivery stands.</summary>
public enum DeliveryState
{
    /// <summary>It is tried, or will be again.</summary>
    Waiting,

    /// <summary>The receiver took it.</summary>
    Delivered,

    /// <summary>It was given up.</summary>
    Failed,
}

/// <summary>A webhook as the list shows it.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Waiting">Deliveries on their way.</param>
/// <param name="Failed">Deliveries that were given up.</param>
/// <param name="LastDeliveredAt">When the last one was taken, UTC; null for never.</param>
public sealed record WebhookRow(Webhook Webhook, int Waiting, int Failed, DateTimeOffset? LastDeliveredAt);

/// <summary>A page of a webhook's deliveries, the newest first.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Rows">The deliveries.</param>
/// <param name="Older">Where the page of older ones begins; null on the last.</param>
public sealed record DeliveryPage(Webhook Webhook, IReadOnlyList<Delivery> Rows, long? Older);

/// <summary>Webhooks and what became of their deliveries.</summary>
/// <param name="database">Read from.</param>
public sealed class WebhookQueries(PayHubDatabase database)
{
    /// <summary>All webhooks, the oldest first.</summary>
    public async Task<IReadOnlyList<WebhookRow>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        var rows = await db.Webhooks.OrderBy(w => w.Id).Select(w => new
        {
            Webhook = w,
            Waiting = db.Deliveries.Count(d => d.WebhookId == w.Id && d.NextAt != null),
            Failed = db.Deliveries.Count(d => d.WebhookId == w.Id && d.NextAt == null && d.DeliveredAt == null),
            Last = db.Deliveries.Where(d => d.WebhookId == w.Id).Max(d => d.DeliveredAt),
        }).ToListAsync(cancellationToken);
        return rows.ConvertAll(r => new WebhookRow(r.Webhook, r.Waiting, r.Failed, r.Last is { } at ? UnixMicroseconds.ToMoment(at) : null));
    }

    /// <summary>A page of a webhook's deliveries; null where there is no such webhook.</summary>
    /// <param name="webhookId">The webhook.</param>
    /// <param name="state">Only these; null for all.</param>
    /// <param name="before">Only older ones than this; null for the newest.</param>
    /// <param name="size">The most rows, at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<DeliveryPage?> PageAsync(long webhookId, DeliveryState? state, long? before, int size, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        if (await db.Webhooks.SingleOrDefaultAsync(w => w.Id == webhookId, cancellationToken) is not { } webhook)
            return null;
        var matching = db.Deliveries.Where(d => d.WebhookId == webhookId && d.Id < (before ?? long.MaxValue));
        matching = state switch
        {
            DeliveryState.Waiting => matching.Where(d => d.NextAt != null),
            DeliveryState.Delivered => matching.Where(d => d.NextAt == null && d.DeliveredAt != null),
            DeliveryState.Failed => matching.Where(d => d.NextAt == null && d.DeliveredAt == null),
            _ => matching,
        };
        var rows = await matching.OrderByDescending(d => d.Id).Take(size + 1).ToListAsync(cancellationToken);
        var more = rows.Count > size;
        if (more)
            rows.RemoveAt(size);
        return new DeliveryPage(webhook, rows, more ? rows[^1].Id : null);
    }
}
