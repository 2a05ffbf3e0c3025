using SQLitePCL;

namespace PayHub.Data.Ledger;

/// <summary>The writer's statements about postings: which account took part in which transfer.</summary>
/// <param name="connection">The writer's own.</param>
internal sealed class PostingStore(sqlite3 connection) : IDisposable
{
    // A run of which a part was written before a crash is written again.
    private readonly PreparedCommand _insert = new(
        connection, "INSERT INTO postings (account_id, transfer_id) VALUES ($account, $transfer) ON CONFLICT DO NOTHING", "$account", "$transfer");

    private readonly PreparedCommand _begin = new(connection, "BEGIN IMMEDIATE");
    private readonly PreparedCommand _commit = new(connection, "COMMIT");
    private readonly PreparedCommand _indexedTo = new(connection, "SELECT indexed_to FROM ledger_head");
    private readonly PreparedCommand _setIndexedTo = new(connection, "UPDATE ledger_head SET indexed_to = $transfer", "$transfer");
    private readonly PreparedCommand _transfers = new(
        connection, "SELECT id, debit_id, credit_id FROM transfers WHERE id > $after ORDER BY id LIMIT $count", "$after", "$count");

    /// <summary>Does something in a transaction of its own.</summary>
    public void InTransaction(Action write)
    {
        _begin.Execute();
        write();
        _commit.Execute();
    }

    public void Insert(long accountId, long transferId) => _insert.Execute(accountId, transferId);

    /// <summary>The newest transfer whose postings, and those of all before it, are written.</summary>
    public long IndexedTo()
    {
        using var row = _indexedTo.Read();
        row.Read();
        return row.Int64(0);
    }

    public void SetIndexedTo(long transferId) => _setIndexedTo.Execute(transferId);

    /// <summary>Adds transfers behind one to a run, at most so many.</summary>
    /// <returns>How many were added.</returns>
    public int ReadInto(PostingRun run, long after, int count)
    {
        using var row = _transfers.Read(after, count);
        var read = 0;
        for (; row.Read(); read++)
            run.Add(row.Int64(0), row.Int64(1), row.Int64(2));
        return read;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _indexedTo.Dispose();
        _setIndexedTo.Dispose();
        _transfers.Dispose();
    }
}
