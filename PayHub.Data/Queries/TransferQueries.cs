using System.Buffers.Text;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Queries;

/// <summary>One transfer, with everything around it.</summary>
/// <param name="database">Read from.</param>
/// <param name="signatures">Checks the payer's signature again.</param>
public sealed class TransferQueries(PayHubDatabase database, ISignatureCheck signatures)
{
    /// <summary>The most reversals that are told one by one.</summary>
    public const int ReversalsShown = 20;

    /// <summary>Reads a transfer, and checks its payer's signature anew.</summary>
    /// <returns>Null where there is none of that id.</returns>
    public async Task<TransferDetails?> FindAsync(long id, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        var found = await db.Transfers.Where(t => t.Id == id)
            .Join(db.Accounts, t => t.DebitId, a => a.Id, (t, debit) => new { t, Debit = debit.Name })
            .Join(db.Accounts, x => x.t.CreditId, a => a.Id, (x, credit) => new { x.t, x.Debit, Credit = credit.Name })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is not { t: var transfer })
            return null;
        var row = new LedgerRow(id, UnixMicroseconds.ToMoment(transfer.At), transfer.Kind, found.Debit, found.Credit,
            transfer.Amount, transfer.DebitAfter, transfer.CreditAfter);
        return new TransferDetails
        {
            Row = row,
            Memo = transfer.Memo,
            Block = await db.Blocks.Where(b => b.FirstId <= id).OrderByDescending(b => b.FirstId).FirstAsync(cancellationToken),
            Signature = await SignatureAsync(db, transfer, cancellationToken),
            Act = await ActAsync(db, row, cancellationToken),
            ReversesId = transfer.ReversesId,
        };
    }

    /// <summary>The newest transfer's id; 0 for none.</summary>
    public async Task<long> LastAsync(CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        return await db.LedgerHead.Select(h => h.LastTransfer).SingleAsync(cancellationToken);
    }

    /// <summary>Reads what may have changed around a transfer since.</summary>
    /// <returns>Null where there is none of that id.</returns>
    public async Task<ReversalState?> ReversalsAsync(long id, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        var head = await db.LedgerHead.Select(h => new { h.LastTransfer, h.LastBlock }).SingleAsync(cancellationToken);
        var original = await db.Transfers.Where(t => t.Id == id).Select(t => t.ReversesId ?? t.Id).SingleOrDefaultAsync(cancellationToken);
        if (original == 0)
            return null;
        var amount = await db.Transfers.Where(t => t.Id == original).Select(t => t.Amount).SingleAsync(cancellationToken);
        var reversed = await db.Set<ReversalTotal>().Where(r => r.TransferId == original).Select(r => r.Reversed).SingleOrDefaultAsync(cancellationToken);
        var rows = await db.Transfers.Where(t => t.ReversesId == original).OrderByDescending(t => t.Id).Take(ReversalsShown)
            .GroupJoin(db.Set<TransferNote>(), t => t.Id, n => n.TransferId, (t, notes) => new { t, notes })
            .SelectMany(x => x.notes.DefaultIfEmpty(), (x, note) => new { x.t.Id, x.t.At, x.t.Amount, Reason = note == null ? null : note.Reason })
            .OrderByDescending(x => x.Id)
            .ToListAsync(cancellationToken);
        return new ReversalState(head.LastTransfer, head.LastBlock, original, amount, reversed,
            rows.ConvertAll(r => new ReversalRow(r.Id, UnixMicroseconds.ToMoment(r.At), r.Amount, r.Reason)));
    }

    private async Task<TransferSignature?> SignatureAsync(PayHubDbContext db, Transfer transfer, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        using var replay = new ProofReplay(signatures, ((SqliteConnection)db.Database.GetDbConnection()).Handle!);
        if (replay.Read(transfer) is not { } proof)
            return null;
        var fault = replay.Judge(transfer, proof);
        var (key, content) = (proof.Row.Key, proof.Content);
        return new TransferSignature(
            content?.PaymentId, Encoding.UTF8.GetString(proof.Row.Jws), proof.Row.KeyId,
            key is null ? null : Base64Url.EncodeToString(key.SpkiHash), key?.FromTransfer, key?.ToTransfer, content?.ExpiresAt,
            fault);
    }

    private static async Task<TransferAct?> ActAsync(PayHubDbContext db, LedgerRow row, CancellationToken cancellationToken)
    {
        var note = await db.Set<TransferNote>().Where(n => n.TransferId == row.Id).SingleOrDefaultAsync(cancellationToken);
        var entry = await db.Audit.OrderBy(a => a.Id).FirstOrDefaultAsync(a => a.TransferId == row.Id, cancellationToken);
        return entry is not null ? new TransferAct(entry.OperatorName, note?.Reason ?? entry.Reason, entry.Id)
            : note is not null ? new TransferAct(note.OperatorId, note.Reason, null)
            : null;
    }
}
