using Microsoft.EntityFrameworkCore;
using PayHub.Data.Live;
using PayHub.Data.Storage;

namespace PayHub.Data.Ledger;

/// <summary>Writes operators' own data (operators, keys, webhooks, notes) and the audit row of it in one transaction, beside the ledger's writer.</summary>
/// <param name="gate">Held for as long as the transaction lasts, so that the audit's chain is continued by one at a time.</param>
/// <param name="clock">The hub's time.</param>
/// <param name="feed">Told once it is durable.</param>
public sealed class AuditTrail(WriteGate gate, LedgerClock clock, LiveFeed feed)
{
    /// <summary>Does something with a context and writes it down; neither happens without the other.</summary>
    /// <param name="db">A writing context, the one that <paramref name="work"/> saves with.</param>
    /// <param name="act">Who does it, with what stood and is to stand there.</param>
    /// <param name="topics">What else may have changed, for those who show it.</param>
    /// <param name="work">Does it, and saves; false gives it up, and everything it saved.</param>
    /// <returns>What <paramref name="work"/> returned.</returns>
    /// <exception cref="DbUpdateException">The database refused; nothing was done.</exception>
    public Task<bool> TryWriteAsync(PayHubDbContext db, OperatorAct act, LiveTopics topics, Func<Task<bool>> work) =>
        TryWriteAsync(db, topics, async () => await work() ? act : null);

    /// <summary>As the other, for an act that is known only once it is done: the new row's id is its target, say.</summary>
    /// <param name="db">A writing context, the one that <paramref name="work"/> saves with.</param>
    /// <param name="topics">What else may have changed, for those who show it.</param>
    /// <param name="work">Does it, saves, and names the act; null gives it up, and everything it saved.</param>
    /// <returns>Whether it was done.</returns>
    /// <exception cref="DbUpdateException">The database refused; nothing was done.</exception>
    public async Task<bool> TryWriteAsync(PayHubDbContext db, LiveTopics topics, Func<Task<OperatorAct?>> work)
    {
        var isWritten = false;
        using (await gate.EnterAsync())
        {
            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync();
                if (await work() is not { } act)
                    return false;
                await AppendAsync(db, act);
                await transaction.CommitAsync();
                isWritten = true;
            }
            finally
            {
                // What was given up must not be saved with the next thing that this context does.
                if (!isWritten)
                    db.ChangeTracker.Clear();
            }
        }
        feed.Publish(topics | LiveTopics.Audit);
        return true;
    }

    private async Task AppendAsync(PayHubDbContext db, OperatorAct act)
    {
        var head = await db.LedgerHead.AsNoTracking().Select(h => new AuditHead(h.LastAudit, h.AuditHash)).SingleAsync();
        var entry = head.Next(act, clock.Now(), act.Before, act.After, null);
        db.Audit.Add(entry);
        await db.SaveChangesAsync();
        db.Entry(entry).State = EntityState.Detached;
        await db.LedgerHead.ExecuteUpdateAsync(h => h.SetProperty(x => x.LastAudit, entry.Id).SetProperty(x => x.AuditHash, entry.Hash));
    }
}
