using System.Globalization;
using System.Text;
using SQLitePCL;

namespace PayHub.Bench.Limits;

/// <summary>The statements of the rows that a payment and its block consist of.</summary>
internal sealed class BareRows : IDisposable
{
    // An account's history is written behind, sorted, as the hub does it too.
    private const int Run = 65_536;

    // A signed payment with a 22-character id, without a memo.
    private const int JwsBytes = 330;

    private readonly Statement _transfer;
    private readonly Statement _balance;
    private readonly Statement _block;
    private readonly Statement _head;
    private readonly Statement _posting;
    private readonly Statement? _paymentId;
    private readonly Statement? _proof;
    private readonly List<(long Account, long Transfer)> _postings = new(Run + 8192);
    private readonly byte[] _digest = new byte[8];
    private readonly byte[] _hash = new byte[32];
    private readonly byte[] _jws = Encoding.ASCII.GetBytes(new string('j', JwsBytes));

    public BareRows(sqlite3 database, bool areSigned)
    {
        _transfer = new(database, "INSERT INTO transfers (id, debit_id, credit_id, amount, debit_after, credit_after, kind, at, digest) VALUES (?, ?, ?, 1, ?, ?, 0, ?, ?)");
        _balance = new(database, "UPDATE accounts SET balance = ?2 WHERE id = ?1");
        _block = new(database, "INSERT INTO blocks (number, first_id, last_id, at, hash) VALUES (?, ?, ?, ?, ?)");
        _head = new(database, "UPDATE ledger_head SET last_transfer = ?, last_block = ?, last_hash = ?");
        _posting = new(database, "INSERT INTO postings (account_id, transfer_id) VALUES (?, ?)");
        if (!areSigned)
            return;
        _paymentId = new(database, "INSERT INTO payment_ids (payer_id, payment_id, content_hash, outcome, transfer_id) VALUES (?, ?, ?, 0, ?)");
        _proof = new(database, "INSERT INTO payment_proofs (transfer_id, key_id, jws) VALUES (?, ?, ?)");
    }

    /// <summary>Whether enough postings wait to be written.</summary>
    public bool HasRun => _postings.Count >= Run;

    private static long Now => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / 10;

    public void Insert(long id, long debit, long credit, long debitAfter, long creditAfter)
    {
        _transfer.Bind(1, id);
        _transfer.Bind(2, debit);
        _transfer.Bind(3, credit);
        _transfer.Bind(4, debitAfter);
        _transfer.Bind(5, creditAfter);
        _transfer.Bind(6, Now);
        _transfer.Bind(7, _digest);
        _transfer.Run();
        _postings.Add((debit, id));
        _postings.Add((credit, id));
        if (_proof is not null)
            InsertProof(id, debit);
    }

    public void SetBalance(long account, long balance)
    {
        _balance.Bind(1, account);
        _balance.Bind(2, balance);
        _balance.Run();
    }

    public void Seal(long number, long first, long last)
    {
        _block.Bind(1, number);
        _block.Bind(2, first);
        _block.Bind(3, last);
        _block.Bind(4, Now);
        _block.Bind(5, _hash);
        _block.Run();
        _head.Bind(1, last);
        _head.Bind(2, number);
        _head.Bind(3, _hash);
        _head.Run();
    }

    public void MergeRun()
    {
        _postings.Sort();
        foreach (var (account, transfer) in _postings)
        {
            _posting.Bind(1, account);
            _posting.Bind(2, transfer);
            _posting.Run();
        }
        _postings.Clear();
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _transfer, _balance, _block, _head, _posting, _paymentId, _proof })
            statement?.Dispose();
    }

    private void InsertProof(long id, long payer)
    {
        // As random as a real id: where a row goes in the index is what it costs.
        Span<byte> name = stackalloc byte[22];
        Span<byte> hash = stackalloc byte[8];
        Random.Shared.NextBytes(hash);
        name.Fill((byte)'-');
        BitConverter.ToUInt64(hash).TryFormat(name, out _, default, CultureInfo.InvariantCulture);
        _paymentId!.Bind(1, payer);
        _paymentId.BindText(2, name);
        _paymentId.Bind(3, _hash);
        _paymentId.Bind(4, id);
        _paymentId.Run();
        _proof!.Bind(1, id);
        _proof.Bind(2, payer);
        _proof.Bind(3, _jws);
        _proof.Run();
    }
}
