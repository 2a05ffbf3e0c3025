using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Storage;
using PayHub.Data.Webhooks;
using PayHub.Web.Operators;

namespace PayHub.Web.Webhooks;

/// <summary>Makes, changes and deletes webhooks, for a page of an Admin; each act with its audit row.</summary>
internal sealed class WebhookDesk(PayHubDatabase database, AuditTrail audit, OperatorActs acts, WebhookSecret secrets, TimeProvider clock)
{
    /// <summary>The most webhooks: each payment is written down once for each.</summary>
    public const int Most = 20;

    /// <summary>The most characters of an address.</summary>
    public const int MaxUrl = 500;

    /// <summary>Whether events can be sent to an address: http or https, without a name or password in it.</summary>
    public static bool IsAddress(string? url) =>
        url is { Length: > 0 and <= MaxUrl } && Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.UserInfo.Length == 0;

    /// <summary>Makes a webhook, which is told of what happens from now on.</summary>
    /// <returns>The secret, which nobody can read again; null where the operator may not, or there are <see cref="Most"/> already.</returns>
    public async Task<string?> CreateAsync(string url, IReadOnlyCollection<string> events, string reason)
    {
        if (!IsAddress(url) || events.Count == 0 || !events.All(WebhookEvents.All.Contains))
            throw new ArgumentException("not an address and events", nameof(url));
        if (await BeginAsync("webhook.create", "", reason) is not { } act)
            return null;
        var (shown, stored) = secrets.Create();
        await using var db = database.OpenWrite();
        var isDone = await audit.TryWriteAsync(db, LiveTopics.Webhooks, async () =>
        {
            if (await db.Webhooks.CountAsync() >= Most)
                return null;
            var webhook = new Webhook
            {
                Url = url,
                Secret = stored,
                Events = string.Join(' ', events),
                Enabled = true,
                CreatedAt = clock.Now(),
                TransferCursor = await db.LedgerHead.Select(h => h.LastTransfer).SingleAsync(),
                RefusalCursor = await db.Refusals.MaxAsync(r => (long?)r.Id) ?? 0,
                // Ids of the outbox are never given twice, even after all of it was forgotten.
                OutboxCursor = await db.Database.SqlQuery<long>($"SELECT coalesce(max(seq), 0) AS Value FROM sqlite_sequence WHERE name = 'outbox'").SingleAsync(),
            };
            db.Webhooks.Add(webhook);
            await db.SaveChangesAsync();
            return act with { TargetId = Number(webhook.Id), After = Told(webhook) };
        });
        return isDone ? shown : null;
    }

    /// <summary>Begins or ceases to send events. What happens while it is off is not told later.</summary>
    /// <returns>Null where the operator may not; false where it stood so already, or is gone.</returns>
    public async Task<bool?> EnableAsync(Webhook webhook, bool enabled, string reason)
    {
        if (await BeginAsync("webhook.change", Number(webhook.Id), reason) is not { } act)
            return null;
        await using var db = database.OpenWrite();
        return await audit.TryWriteAsync(db, act with { Before = enabled ? "off" : "on", After = enabled ? "on" : "off" }, LiveTopics.Webhooks, async () =>
            await db.Webhooks.Where(w => w.Id == webhook.Id && w.Enabled != enabled).ExecuteUpdateAsync(w => w.SetProperty(x => x.Enabled, enabled)) == 1);
    }

    /// <summary>Deletes a webhook and the log of its deliveries.</summary>
    /// <returns>Null where the operator may not; false where it is gone already.</returns>
    public async Task<bool?> DeleteAsync(Webhook webhook, string reason)
    {
        if (await BeginAsync("webhook.delete", Number(webhook.Id), reason) is not { } act)
            return null;
        await using var db = database.OpenWrite();
        return await audit.TryWriteAsync(db, act with { Before = Told(webhook) }, LiveTopics.Webhooks, async () =>
            await db.Webhooks.Where(w => w.Id == webhook.Id).ExecuteDeleteAsync() == 1);
    }

    /// <summary>Sends an event once more, now.</summary>
    /// <returns>Null where the operator may not; false where it is gone.</returns>
    public async Task<bool?> RedeliverAsync(Delivery delivery, string reason)
    {
        if (await BeginAsync("webhook.redeliver", Number(delivery.WebhookId), reason) is not { } act)
            return null;
        var now = clock.Now();
        await using var db = database.OpenWrite();
        return await audit.TryWriteAsync(db, act with { After = delivery.EventKey }, LiveTopics.Webhooks, async () =>
            await db.Deliveries.Where(d => d.Id == delivery.Id && db.Webhooks.Any(w => w.Id == d.WebhookId && w.Enabled)).ExecuteUpdateAsync(d => d.SetProperty(x => x.NextAt, now).SetProperty(x => x.Attempts, 0)) == 1);
    }

    // Of many receivers the rest of the address is a secret, and the audit is for ever.
    private static string Told(Webhook webhook) => $"{new Uri(webhook.Url).GetLeftPart(UriPartial.Authority)} {webhook.Events}";

    private Task<OperatorAct?> BeginAsync(string action, string id, string reason) => acts.TryBeginAsync(OperatorRoles.Admin, action, ("webhook", id), reason);

    private static string Number(long id) => id.ToString(CultureInfo.InvariantCulture);
}
