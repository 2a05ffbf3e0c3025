using Microsoft.EntityFrameworkCore;
using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Queries;

/// <summary>A transfer as one of its two accounts sees it.</summary>
/// <param name="Id">The transfer.</param>
/// <param name="At">The time of its block, UTC.</param>
/// <param name="IsIncoming">Whether the account was paid by it.</param>
/// <param name="Counterparty">The other account's name.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="BalanceAfter">The account's balance right after it, minor units.</param>
/// <param name="Kind">Why money moved.</param>
/// <param name="Memo">The payer's words; null for none.</param>
/// <param name="Jws">The signed payment, as received; null where it was not signed.</param>
public sealed record HistoryRow(
    long Id, DateTimeOffset At, bool IsIncoming, string Counterparty, long Amount, long BalanceAfter, TransferKind Kind, string? Memo, byte[]? Jws);

/// <summary>What an account's owner may ask about its own past.</summary>
/// <param name="database">Read from.</param>
public sealed class HistoryQueries(PayHubDatabase database)
{
    /// <summary>Reads a stretch of an account's transfers, the newest first.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="count">How many at most, at least 1.</param>
    /// <param name="before">Only transfers older than this; null for the newest.</param>
    public async Task<IReadOnlyList<HistoryRow>> PageAsync(long accountId, int count, long? before)
    {
        await using var db = database.OpenRead();
        var page = db.HistoryIds(accountId, new IdRange(1, (before ?? long.MaxValue) - 1)).OrderByDescending(id => id).Take(count);
        var rows = await (
            from id in page
            join t in db.Transfers on id equals t.Id
            join other in db.Accounts on (t.DebitId == accountId ? t.CreditId : t.DebitId) equals other.Id
            join proof in db.PaymentProofs on t.Id equals proof.TransferId into proofs
            from proof in proofs.DefaultIfEmpty()
            orderby id descending
            select new { Transfer = t, Counterparty = other.Name, Jws = proof == null ? null : proof.Jws }).ToListAsync();
        return rows.ConvertAll(r => Row(r.Transfer, r.Transfer.CreditId == accountId, r.Counterparty, r.Jws));
    }

    /// <summary>What a payer's id for a payment stands for.</summary>
    /// <returns>The verdict, and the transfer where it was executed; null where there is none.</returns>
    public async Task<(TransferOutcome Outcome, long? TransferId)?> VerdictAsync(long payerId, string paymentId)
    {
        await using var db = database.OpenRead();
        var verdict = await db.PaymentIds
            .Where(p => p.PayerId == payerId && p.Value == paymentId)
            .Select(p => new { p.Outcome, p.TransferId })
            .SingleOrDefaultAsync();
        return verdict is null ? null : ((TransferOutcome)verdict.Outcome, verdict.TransferId);
    }

    private static HistoryRow Row(Transfer t, bool isIncoming, string counterparty, byte[]? jws) => new(
        t.Id, UnixMicroseconds.ToMoment(t.At), isIncoming, counterparty, t.Amount, isIncoming ? t.CreditAfter : t.DebitAfter, t.Kind, t.Memo, jws);
}
