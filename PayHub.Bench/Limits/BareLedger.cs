using Microsoft.Data.Sqlite;
using PayHub.Bench.Hosts;
using PayHub.Bench.Payments;
using PayHub.Data.Storage;
using SQLitePCL;

namespace PayHub.Bench.Limits;

/// <summary>
/// The rows of payments written by nothing but prepared statements, in a database of the hub's own schema and pragmas: no rules,
/// no hashes, no network. What the disk and SQLite allow.
/// </summary>
internal sealed class BareLedger : IDisposable
{
    // As the hub's writer sets them; the log is moved into the file aside, here as there.
    private const string Pragmas =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 0; PRAGMA temp_store = MEMORY;";

    private const int CommitsALog = 200;
    private const int PaymentsALog = 20_000;
    private const long FirstAccount = 2;
    private const long RichEnough = 1_000_000_000;

    private readonly DataFolder _folder;
    private readonly sqlite3 _database;
    private readonly BareRows _rows;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly long[] _balances;
    private readonly SortedSet<int> _touched = [];
    private long _last;
    private long _block;
    private (long Block, long Last) _checkpointed;

    private BareLedger(DataFolder folder, sqlite3 database, int pairs, PaymentMode mode)
    {
        (_folder, _database, _balances) = (folder, database, new long[2 * pairs]);
        Array.Fill(_balances, RichEnough);
        (_begin, _commit) = (new Statement(database, "BEGIN IMMEDIATE"), new Statement(database, "COMMIT"));
        _rows = new BareRows(database, mode.IsSigned());
    }

    /// <summary>Makes a database, and the accounts of some pairs in it.</summary>
    public static async Task<BareLedger> CreateAsync(int pairs, PaymentMode mode, CancellationToken cancellationToken)
    {
        var folder = DataFolder.Create();
        try
        {
            var connection = new SqliteConnectionStringBuilder { DataSource = folder.Database, Pooling = false }.ToString();
            await new Migrator(new PayHubDatabase(connection, new WriteGate())).MigrateAsync(cancellationToken);
            raw.sqlite3_open(folder.Database, out var database);
            raw.sqlite3_exec(database, Pragmas);
            raw.sqlite3_exec(database, Accounts(pairs));
            return new BareLedger(folder, database, pairs, mode);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Writes a number of payments, pair after pair, as one block in one durable transaction.</summary>
    public void Commit(int payments)
    {
        _begin.Run();
        var first = _last + 1;
        for (var i = 0; i < payments; i++)
            Pay((int)(++_last * 2 % _balances.Length));
        foreach (var account in _touched)
            _rows.SetBalance(FirstAccount + account, _balances[account]);
        _touched.Clear();
        _rows.Seal(++_block, first, _last);
        _commit.Run();
        MergePostings();
    }

    /// <summary>
    /// Moves the log into the file once it has grown, so that it begins anew: a log that only grows makes each sync slower. The hub
    /// does so beside its writer, so the caller leaves this out of the time.
    /// </summary>
    public void CheckpointWhenDue()
    {
        if (_block - _checkpointed.Block < CommitsALog && _last - _checkpointed.Last < PaymentsALog)
            return;
        raw.sqlite3_exec(_database, "PRAGMA wal_checkpoint(PASSIVE)");
        _checkpointed = (_block, _last);
    }

    public void Dispose()
    {
        _rows.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _database.Dispose();
        _folder.Dispose();
    }

    private void Pay(int payer)
    {
        var payee = payer + 1;
        _touched.Add(payer);
        _touched.Add(payee);
        _rows.Insert(_last, FirstAccount + payer, FirstAccount + payee, --_balances[payer], ++_balances[payee]);
    }

    private void MergePostings()
    {
        if (!_rows.HasRun)
            return;
        _begin.Run();
        _rows.MergeRun();
        _commit.Run();
    }

    private static string Accounts(int pairs) =>
        $"""
        BEGIN;
        WITH RECURSIVE n(i) AS (SELECT {FirstAccount} UNION ALL SELECT i + 1 FROM n WHERE i < {FirstAccount + (2 * pairs) - 1})
        INSERT INTO accounts (id, name, name_key, is_system, key_kind, status, balance, created_at)
        SELECT i, 'a' || i, 'a' || i, 0, 0, 0, {RichEnough}, 0 FROM n;
        INSERT INTO account_keys (id, account_id, spki, spki_hash, from_transfer) SELECT id, id, randomblob(91), randomblob(32), 0 FROM accounts WHERE id >= {FirstAccount};
        COMMIT;
        """;
}
