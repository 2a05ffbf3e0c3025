using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Webhooks;

/// <summary>
/// Puts what happened on its way to webhooks. Transfers, refusals and the outbox are ordered logs: each webhook has a cursor in
/// each, which moves in the transaction that stores the deliveries, so that no event is left out and none is stored twice.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="gate">The process's one gate.</param>
/// <param name="clock">The hub's clock.</param>
public sealed class EventCollector(PayHubDatabase database, WriteGate gate, TimeProvider clock) : IDisposable
{
    // So small that the ledger's writer never waits long for the gate.
    private const int AtOnce = 100;

    // Of a webhook that does not answer, the rest waits in the logs themselves.
    private const int MostWaiting = 10_000;

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Stores deliveries for the events that came since the last call, a bounded number a webhook. One call at a time does: two would store and forget the same.</summary>
    /// <returns>Whether there may be more at once.</returns>
    public async Task<bool> CollectAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await CollectInTurnAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<bool> CollectInTurnAsync(CancellationToken cancellationToken)
    {
        List<Webhook> webhooks;
        await using (var db = database.OpenRead())
            webhooks = await db.Webhooks.OrderBy(w => w.Id).ToListAsync(cancellationToken);
        var more = false;
        foreach (var webhook in webhooks)
            more |= await CollectForAsync(webhook, cancellationToken);
        await ForgetOutboxAsync(cancellationToken);
        return more;
    }

    private async Task<bool> CollectForAsync(Webhook known, CancellationToken cancellationToken)
    {
        List<Delivery> deliveries;
        Webhook moved;
        await using (var db = database.OpenRead())
        {
            if (await db.Deliveries.CountAsync(d => d.WebhookId == known.Id && d.NextAt != null, cancellationToken) >= MostWaiting)
                return false;
            (deliveries, moved) = await ReadAsync(db, known, cancellationToken);
        }
        if (moved.TransferCursor == known.TransferCursor && moved.RefusalCursor == known.RefusalCursor && moved.OutboxCursor == known.OutboxCursor)
            return false;
        await using var write = database.OpenWrite();
        // A webhook that was changed or deleted meanwhile is looked at anew with the next call.
        var row = await write.Webhooks.SingleOrDefaultAsync(w => w.Id == known.Id, cancellationToken);
        if (row is null || row.Events != known.Events || row.Enabled != known.Enabled)
            return true;
        (row.TransferCursor, row.RefusalCursor, row.OutboxCursor) = (moved.TransferCursor, moved.RefusalCursor, moved.OutboxCursor);
        write.Deliveries.AddRange(deliveries);
        await write.SaveChangesAsync(cancellationToken);
        return true;
    }

    private async Task<(List<Delivery> Deliveries, Webhook Moved)> ReadAsync(PayHubDbContext db, Webhook webhook, CancellationToken cancellationToken)
    {
        var wanted = webhook.Enabled ? WebhookEvents.Split(webhook.Events) : [];
        var deliveries = new List<Delivery>();
        var transfers = await TransfersAsync(db, webhook.TransferCursor, cancellationToken);
        var refusals = await RefusalsAsync(db, webhook.RefusalCursor, cancellationToken);
        var outbox = await db.Outbox.Where(o => o.Id > webhook.OutboxCursor).OrderBy(o => o.Id).Take(AtOnce).ToListAsync(cancellationToken);
        if (wanted.Contains(WebhookEvents.PaymentCompleted))
            deliveries.AddRange(transfers.Where(t => t.Kind == TransferKind.Payment).Select(t => Completed(webhook.Id, t)));
        if (wanted.Contains(WebhookEvents.PaymentRefused))
            deliveries.AddRange(refusals.Select(r => Refused(webhook.Id, r)));
        deliveries.AddRange(outbox.Where(o => wanted.Contains(o.Kind)).Select(o => Reported(webhook.Id, o)));
        return (deliveries, new Webhook
        {
            Url = "",
            Secret = [],
            Events = "",
            TransferCursor = transfers.Count > 0 ? transfers[^1].Id : webhook.TransferCursor,
            RefusalCursor = refusals.Count > 0 ? refusals[^1].Id : webhook.RefusalCursor,
            OutboxCursor = outbox.Count > 0 ? outbox[^1].Id : webhook.OutboxCursor,
        });
    }

    private static Task<List<TransferEvent>> TransfersAsync(PayHubDbContext db, long after, CancellationToken cancellationToken) =>
        (from t in db.Transfers.Where(t => t.Id > after).OrderBy(t => t.Id).Take(AtOnce)
         join debit in db.Accounts on t.DebitId equals debit.Id
         join credit in db.Accounts on t.CreditId equals credit.Id
         orderby t.Id
         select new TransferEvent(t.Id, t.At, t.Kind, debit.Name, credit.Name, t.Amount, t.Memo)).ToListAsync(cancellationToken);

    private static Task<List<RefusalEvent>> RefusalsAsync(PayHubDbContext db, long after, CancellationToken cancellationToken) =>
        (from r in db.Refusals.Where(r => r.Id > after).OrderBy(r => r.Id).Take(AtOnce)
         join payer in db.Accounts on r.PayerId equals (long?)payer.Id into payers
         from payer in payers.DefaultIfEmpty()
         join payee in db.Accounts on r.PayeeId equals (long?)payee.Id into payees
         from payee in payees.DefaultIfEmpty()
         orderby r.Id
         select new RefusalEvent(r.Id, r.At, payer.Name, payee.Name, r.Amount, r.Reason, r.PaymentId)).ToListAsync(cancellationToken);

    private Delivery Completed(long webhookId, TransferEvent t) => New(
        webhookId, $"transfer:{Number(t.Id)}", WebhookEvents.PaymentCompleted, t.At,
        new PaymentData { TransferId = t.Id, Payer = t.Debit, Payee = t.Credit, Amount = t.Amount, Memo = t.Memo });

    private Delivery Refused(long webhookId, RefusalEvent r) => New(
        webhookId, $"refusal:{Number(r.Id)}", WebhookEvents.PaymentRefused, r.At,
        new PaymentData
        {
            Payer = r.Payer, Payee = r.Payee, Amount = r.Amount, PaymentId = r.PaymentId, Code = r.Reason, Reason = ((TransferOutcome)r.Reason).ToString(),
        });

    private Delivery Reported(long webhookId, OutboxEntry entry) => New(
        webhookId, $"outbox:{Number(entry.Id)}", entry.Kind, entry.At,
        new AccountData(JsonDocument.Parse(entry.Payload).RootElement.GetProperty("account").GetString()!));

    // Its three days begin now, whenever the event was: it may have waited in the log behind others.
    private Delivery New<T>(long webhookId, string key, string type, long at, T data) => new()
    {
        WebhookId = webhookId,
        EventKey = key,
        Event = type,
        Payload = EventPayload.Of(key, type, at, data),
        CreatedAt = clock.Now(),
        NextAt = clock.Now(),
    };

    // What every webhook has passed is no longer needed; with none, nothing is.
    private async Task ForgetOutboxAsync(CancellationToken cancellationToken)
    {
        await using (var db = database.OpenRead())
        {
            if (!await Passed(db).AnyAsync(cancellationToken))
                return;
        }
        await using var write = database.OpenWrite();
        using var lease = await gate.EnterAsync(cancellationToken);
        // In one statement: row by row a thousand take some 50 ms, and every payment that comes meanwhile waits.
        await Passed(write).OrderBy(o => o.Id).Take(AtOnce * 10).ExecuteDeleteAsync(cancellationToken);
    }

    private static IQueryable<OutboxEntry> Passed(PayHubDbContext db) => db.Outbox.Where(o => !db.Webhooks.Any(w => w.OutboxCursor < o.Id));

    private static string Number(long id) => id.ToString(CultureInfo.InvariantCulture);

    private sealed record TransferEvent(long Id, long At, TransferKind Kind, string Debit, string Credit, long Amount, string? Memo);

    private sealed record RefusalEvent(long Id, long At, string? Payer, string? Payee, long Amount, int Reason, string? PaymentId);
}
