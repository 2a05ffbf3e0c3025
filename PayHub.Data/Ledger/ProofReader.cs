using PayHub.Data.Model;
using SQLitePCL;

namespace PayHub.Data.Ledger;

/// <summary>A stored signed payment, with what stands around it.</summary>
/// <param name="KeyId">The <see cref="AccountKey"/> row that is said to have authorised it.</param>
/// <param name="Jws">The JWS, as received.</param>
/// <param name="Key">That row; null where it is not there.</param>
/// <param name="Payer">The name by which the debited account is found.</param>
/// <param name="Payee">The name by which the credited account is found.</param>
internal sealed record ProofRow(long KeyId, byte[] Jws, AccountKey? Key, string Payer, string Payee);

/// <summary>Reads stored signed payments over an open connection. Names and keys that it has met are not asked for again.</summary>
internal sealed class ProofReader : IDisposable
{
    // Of each kind. Some 100 MB in all.
    private const int MostKept = 200_000;

    private readonly PreparedCommand _proofs;
    private readonly PreparedCommand _name;
    private readonly PreparedCommand _key;
    private readonly PreparedCommand _id;
    private readonly Dictionary<long, string> _names = [];
    private readonly Dictionary<long, AccountKey> _keys = [];

    public ProofReader(sqlite3 connection)
    {
        _proofs = new(
            connection, "SELECT transfer_id, key_id, jws FROM payment_proofs WHERE transfer_id > $after AND transfer_id <= $to ORDER BY transfer_id", "$after", "$to");
        _name = new(connection, "SELECT name_key FROM accounts WHERE id = $id", "$id");
        _key = new(connection, "SELECT account_id, spki, spki_hash, from_transfer, to_transfer FROM account_keys WHERE id = $id", "$id");
        _id = new(
            connection,
            "SELECT 1 FROM payment_ids WHERE payer_id = $payer AND payment_id = $id AND transfer_id = $transfer AND content_hash = $hash AND outcome = $outcome AND keep_until IS NULL",
            "$payer", "$id", "$transfer", "$hash", "$outcome");
    }

    /// <summary>Reads the signed payments that stand by the transfers of a page.</summary>
    /// <param name="page">Its transfers are there.</param>
    /// <param name="after">The last transfer before them.</param>
    public void ReadInto(LedgerPage page, long after)
    {
        var at = 0;
        using var rows = _proofs.Read(after, page.Rows[page.Count - 1].Transfer.Id);
        while (rows.Read())
        {
            if (page.Find(rows.Int64(0), ref at) is { } row)
                row.Signed = Proof(rows, row.Transfer);
        }
    }

    /// <summary>The signed payment that stands by one transfer; null where none does.</summary>
    public ProofRow? Read(Transfer transfer)
    {
        using var rows = _proofs.Read(transfer.Id - 1, transfer.Id);
        return rows.Read() ? Proof(rows, transfer) : null;
    }

    /// <summary>Whether a payer's payment id stands for just this payment, executed as this transfer, for ever.</summary>
    public bool IsIdOf(long payer, string paymentId, long transfer, byte[] contentHash)
    {
        using var rows = _id.Read(payer, paymentId, transfer, contentHash, (int)TransferOutcome.Executed);
        return rows.Read();
    }

    public void Dispose()
    {
        foreach (var command in (PreparedCommand[])[_proofs, _name, _key, _id])
            command.Dispose();
    }

    private ProofRow? Proof(SqlRows rows, Transfer transfer)
    {
        var keyId = rows.Int64(1);
        return Name(transfer.DebitId) is { } payer && Name(transfer.CreditId) is { } payee
            ? new ProofRow(keyId, rows.Bytes(2), rows.IsInteger(1) ? Key(keyId) : null, payer, payee)
            : null;
    }

    private string? Name(long account) => _names.TryGetValue(account, out var known) ? known : Keep(_names, account, ReadName(account));

    private string? ReadName(long account)
    {
        using var rows = _name.Read(account);
        return rows.Read() ? rows.Text(0) : null;
    }

    private AccountKey? Key(long id) => _keys.TryGetValue(id, out var known) ? known : Keep(_keys, id, ReadKey(id));

    private AccountKey? ReadKey(long id)
    {
        using var rows = _key.Read(id);
        return rows.Read()
            ? new AccountKey
            {
                Id = id,
                AccountId = rows.Required(0),
                Spki = rows.Bytes(1),
                SpkiHash = rows.Bytes(2),
                FromTransfer = rows.Required(3),
                ToTransfer = rows.IsNull(4) ? null : rows.Required(4),
            }
            : null;
    }

    private static T? Keep<T>(Dictionary<long, T> kept, long id, T? found)
        where T : class
    {
        if (kept.Count >= MostKept)
            kept.Clear();
        if (found is not null)
            kept.Add(id, found);
        return found;
    }
}
