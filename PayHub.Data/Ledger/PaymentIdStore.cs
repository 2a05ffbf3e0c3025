using SQLitePCL;

namespace PayHub.Data.Ledger;

/// <summary>The writer's statements on <c>payment_ids</c> and <c>payment_proofs</c>.</summary>
internal sealed class PaymentIdStore(sqlite3 connection) : IDisposable
{
    private readonly PreparedCommand _find = new(
        connection, "SELECT outcome, transfer_id, content_hash FROM payment_ids WHERE payer_id = $payer AND payment_id = $id", "$payer", "$id");

    private readonly PreparedCommand _insert = new(
        connection,
        "INSERT INTO payment_ids (payer_id, payment_id, content_hash, outcome, transfer_id, keep_until) VALUES ($payer, $id, $hash, $outcome, $transfer, $until)",
        "$payer", "$id", "$hash", "$outcome", "$transfer", "$until");

    private readonly PreparedCommand _count = new(
        connection, "SELECT count(*) FROM payment_ids WHERE payer_id = $payer AND keep_until > $at", "$payer", "$at");

    private readonly PreparedCommand _delete = new(
        connection, "DELETE FROM payment_ids WHERE keep_until <= $at AND outcome <> 342", "$at");

    private readonly PreparedCommand _insertProof = new(
        connection, "INSERT INTO payment_proofs (transfer_id, key_id, jws) VALUES ($transfer, $key, $jws)", "$transfer", "$key", "$jws");

    public RecordedVerdict? Find(long payerId, string paymentId)
    {
        using var row = _find.Read(payerId, paymentId);
        return row.Read()
            ? new RecordedVerdict((TransferOutcome)row.Int32(0), row.IsNull(1) ? 0 : row.Int64(1), row.Bytes(2))
            : null;
    }

    public void Insert(long payerId, string paymentId, byte[] contentHash, TransferOutcome outcome, long? transferId, long? keepUntil) =>
        _insert.Execute(payerId, paymentId, contentHash, (int)outcome, transferId, keepUntil);

    /// <summary>How many refusals and cancellations of a payer are recorded at a time.</summary>
    public long CountRefusals(long payerId, long at)
    {
        using var row = _count.Read(payerId, at);
        row.Read();
        return row.Int64(0);
    }

    /// <summary>Forgets the refusals whose time is over.</summary>
    public void DeleteKeptUntil(long at) => _delete.Execute(at);

    public void InsertProof(long transferId, long keyId, byte[] jws) => _insertProof.Execute(transferId, keyId, jws);

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
        _count.Dispose();
        _delete.Dispose();
        _insertProof.Dispose();
    }
}
