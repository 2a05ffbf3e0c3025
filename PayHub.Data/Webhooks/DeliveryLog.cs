using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Webhooks;

/// <summary>What one try to deliver gave.</summary>
/// <param name="DeliveryId">The delivery.</param>
/// <param name="IsAccepted">Whether the receiver said yes.</param>
/// <param name="Status">What it answered, or why it could not be reached.</param>
public readonly record struct DeliveryTry(long DeliveryId, bool IsAccepted, string Status);

/// <summary>The deliveries that are on their way, and what became of them.</summary>
/// <param name="database">The database.</param>
/// <param name="clock">The hub's clock.</param>
public sealed class DeliveryLog(PayHubDatabase database, TimeProvider clock)
{
    /// <summary>How long an event is tried to be delivered.</summary>
    public static readonly TimeSpan GivesUpAfter = TimeSpan.FromDays(3);

    private const int DeliveredKept = 10_000;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(3);

    /// <summary>The enabled webhooks that have something due.</summary>
    public async Task<IReadOnlyList<Webhook>> DueWebhooksAsync(CancellationToken cancellationToken = default)
    {
        var now = clock.Now();
        await using var db = database.OpenRead();
        return await db.Webhooks.Where(w => w.Enabled && db.Deliveries.Any(d => d.WebhookId == w.Id && d.NextAt <= now)).ToListAsync(cancellationToken);
    }

    /// <summary>A webhook's due deliveries, the oldest first.</summary>
    public async Task<IReadOnlyList<Delivery>> DueAsync(long webhookId, int count, CancellationToken cancellationToken = default)
    {
        var now = clock.Now();
        await using var db = database.OpenRead();
        return await db.Deliveries.Where(d => d.WebhookId == webhookId && d.NextAt <= now && db.Webhooks.Any(w => w.Id == webhookId && w.Enabled)).OrderBy(d => d.NextAt).ThenBy(d => d.Id).Take(count).ToListAsync(cancellationToken);
    }

    /// <summary>Writes down what tries gave, and when the next ones are due.</summary>
    public async Task RecordAsync(long webhookId, IReadOnlyCollection<DeliveryTry> tries, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenWrite();
        var ids = tries.Select(t => t.DeliveryId).ToList();
        var rows = await db.Deliveries.Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, cancellationToken);
        foreach (var one in tries)
        {
            // The webhook may have been deleted meanwhile, and its deliveries with it.
            if (rows.TryGetValue(one.DeliveryId, out var row))
                Record(row, one);
        }
        db.Deliveries.RemoveRange(await OldAsync(db, webhookId, cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The pause after so many tries in vain: doubled each time, with a random part, so that many do not come back at once.</summary>
    internal static TimeSpan Pause(int attempts)
    {
        var full = FirstPause * Math.Pow(2, Math.Min(attempts - 1, 16));
        return (full < LongestPause ? full : LongestPause) * (0.8 + 0.4 * Random.Shared.NextDouble());
    }

    private void Record(Delivery row, DeliveryTry one)
    {
        var now = clock.Now();
        row.Attempts++;
        row.LastStatus = one.Status;
        row.DeliveredAt = one.IsAccepted ? now : null;
        var next = now + (long)Pause(row.Attempts).TotalMicroseconds;
        row.NextAt = one.IsAccepted || next - row.CreatedAt > GivesUpAfter.TotalMicroseconds ? null : next;
    }

    // Of what is done with, the newest stay to be looked at.
    private static async Task<List<Delivery>> OldAsync(PayHubDbContext db, long webhookId, CancellationToken cancellationToken)
    {
        var newest = await db.Deliveries.Where(d => d.WebhookId == webhookId).OrderByDescending(d => d.Id).Skip(DeliveredKept).Select(d => d.Id).FirstOrDefaultAsync(cancellationToken);
        return newest == 0 ? [] : await db.Deliveries.Where(d => d.WebhookId == webhookId && d.Id <= newest && d.NextAt == null).OrderBy(d => d.Id).Take(200).ToListAsync(cancellationToken);
    }
}
