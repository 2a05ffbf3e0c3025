using PayHub.Data.Model;
using SQLitePCL;

namespace PayHub.Data.Ledger;

/// <summary>A stored signed payment, with what stands around it.</summary>
internal sealed record ProofRow(PaymentProof Proof, AccountKey? Key, string Payer, string Payee);

/// <summary>Reads stored signed payments over an open connection.</summary>
internal sealed class ProofReader : IDisposable
{
    private readonly PreparedCommand _proofs;
    private readonly PreparedCommand _id;

    public ProofReader(sqlite3 connection)
    {
        // CROSS JOIN keeps the order of tables: most transfers have no proof.
        _proofs = new(
            connection,
            "SELECT p.transfer_id, p.key_id, p.jws, payer.name_key, payee.name_key, k.id, k.account_id, k.spki, k.spki_hash, k.from_transfer, k.to_transfer "
            + "FROM payment_proofs p CROSS JOIN transfers t ON t.id = p.transfer_id CROSS JOIN accounts payer ON payer.id = t.debit_id "
            + "CROSS JOIN accounts payee ON payee.id = t.credit_id LEFT JOIN account_keys k ON k.id = p.key_id "
            + "WHERE p.transfer_id >= $from AND p.transfer_id <= $to ORDER BY p.transfer_id",
            "$from", "$to");
        _id = new(connection, "SELECT content_hash, outcome, transfer_id, keep_until FROM payment_ids WHERE payer_id = $payer AND payment_id = $id", "$payer", "$id");
    }

    /// <summary>The signed payments of a stretch of transfers, in their order.</summary>
    public List<ProofRow> Read(long from, long to)
    {
        var found = new List<ProofRow>();
        using var rows = _proofs.Read(from, to);
        while (rows.Read())
        {
            found.Add(new ProofRow(
                new PaymentProof { TransferId = rows.Int64(0), KeyId = rows.Int64(1), Jws = rows.Bytes(2) },
                rows.IsNull(5) ? null : Key(rows), rows.Text(3), rows.Text(4)));
        }
        return found;
    }

    /// <summary>What a payer's payment id stands for; null where nothing does.</summary>
    public PaymentId? FindId(long payer, string paymentId)
    {
        using var rows = _id.Read(payer, paymentId);
        return rows.Read()
            ? new PaymentId
            {
                PayerId = payer,
                Value = paymentId,
                ContentHash = rows.Bytes(0),
                Outcome = rows.Int32(1),
                TransferId = rows.IsNull(2) ? null : rows.Int64(2),
                KeepUntil = rows.IsNull(3) ? null : rows.Int64(3),
            }
            : null;
    }

    public void Dispose()
    {
        _proofs.Dispose();
        _id.Dispose();
    }

    private static AccountKey Key(SqlRows rows) => new()
    {
        Id = rows.Required(5),
        AccountId = rows.Required(6),
        Spki = rows.Bytes(7),
        SpkiHash = rows.Bytes(8),
        FromTransfer = rows.Required(9),
        ToTransfer = rows.IsNull(10) ? null : rows.Required(10),
    };
}
