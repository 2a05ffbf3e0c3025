using Microsoft.Data.Sqlite;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Storage;
using SQLitePCL;

namespace PayHub.Data.Ledger;

/// <summary>
/// The writer's own connection, with its prepared commands. After an error it is only good for disposing: closing the
/// connection rolls back whatever was not committed.
/// </summary>
internal sealed class SqliteLedgerStore : IDisposable
{
    // The checkpointer keeps the log short; should it fail to, the writer does it itself at about 80 MB. The cache is walked through at
    // the end of each transaction that split a page of an index, so a larger one costs more than it spares.
    private const string Tuning =
        "PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 20000; PRAGMA journal_size_limit = 134217728; PRAGMA temp_store = MEMORY;";

    private readonly sqlite3 _connection;
    private readonly List<PreparedCommand> _commands = [];
    private readonly PostingStore _postings;
    private readonly PreparedCommand _begin;
    private readonly PreparedCommand _commit;
    private readonly PreparedCommand _findAccount;
    private readonly PreparedCommand _insertAccount;
    private readonly PreparedCommand _setBalance;
    private readonly PreparedCommand _setKeyed;
    private readonly PreparedCommand _balancesAfter;
    private readonly PreparedCommand _insertTransfer;
    private readonly PreparedCommand _insertBlock;
    private readonly PreparedCommand _setHead;
    private readonly PreparedCommand _insertRefusal;
    private readonly PreparedCommand _deleteRefusals;
    private readonly PreparedCommand _paidBy;
    private readonly PreparedCommand _paidSince;
    private readonly PreparedCommand _startSession;
    private readonly PreparedCommand _deleteSessions;
    private readonly PreparedCommand _endSession;
    private readonly PreparedCommand _setLastSeen;

    /// <summary>Opens the database file, which must be there and migrated.</summary>
    /// <param name="connectionString">Of the file.</param>
    /// <param name="postingRun">How many transfers' postings are sorted and merged together.</param>
    /// <exception cref="SqliteException">It can't be opened.</exception>
    public SqliteLedgerStore(string connectionString, int postingRun)
    {
        _connection = SqliteFile.OpenForWriting(connectionString);
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(_connection, Tuning), _connection);
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        PaymentIds = new PaymentIdStore(_connection);
        Keys = new AccountKeyStore(_connection);
        Audit = new AuditStore(_connection);
        Desk = new DeskStore(_connection);
        _postings = new PostingStore(_connection);
        Postings = new PostingIndex(_postings, postingRun);
        _findAccount = Prepare(
            "SELECT a.id, a.name, a.is_system, a.key_kind, a.status, a.balance, k.id FROM accounts a "
            + "LEFT JOIN account_keys k ON k.account_id = a.id AND k.to_transfer IS NULL WHERE a.name_key = $key",
            "$key");
        _insertAccount = Prepare(
            "INSERT INTO accounts (id, name, name_key, is_system, key_kind, status, balance, created_at) VALUES ($id, $name, $key, 0, $kind, 0, 0, $at)",
            "$id", "$name", "$key", "$kind", "$at");
        _setKeyed = Prepare("UPDATE accounts SET key_kind = 1 WHERE id = $id", "$id");
        _balancesAfter = Prepare("SELECT debit_after, credit_after FROM transfers WHERE id = $id", "$id");
        _setBalance = Prepare("UPDATE accounts SET balance = $balance WHERE id = $id", "$id", "$balance");
        _insertTransfer = Prepare(
            "INSERT INTO transfers (id, debit_id, credit_id, amount, debit_after, credit_after, kind, at, reverses_id, memo, digest) VALUES ($id, $debit, $credit, $amount, $debit_after, $credit_after, $kind, $at, $reverses, $memo, $digest)",
            "$id", "$debit", "$credit", "$amount", "$debit_after", "$credit_after", "$kind", "$at", "$reverses", "$memo", "$digest");
        _insertBlock = Prepare(
            "INSERT INTO blocks (number, first_id, last_id, at, hash) VALUES ($number, $first, $last, $at, $hash)",
            "$number", "$first", "$last", "$at", "$hash");
        _setHead = Prepare(
            "UPDATE ledger_head SET last_transfer = $transfer, last_block = $block, last_hash = $hash",
            "$transfer", "$block", "$hash");
        _insertRefusal = Prepare(
            "INSERT INTO refusals (id, at, payer_id, payee_id, submitter_id, amount, reason, payment_id) VALUES ($id, $at, $payer, $payee, $submitter, $amount, $reason, $payment_id)",
            "$id", "$at", "$payer", "$payee", "$submitter", "$amount", "$reason", "$payment_id");
        _deleteRefusals = Prepare("DELETE FROM refusals WHERE id <= $id", "$id");
        _paidBy = Prepare("SELECT t.amount, t.at, t.kind = 0 AND t.debit_id = $account FROM transfers t WHERE t.id = $id", "$account", "$id");
        _paidSince = Prepare(
            "SELECT t.amount, t.at, t.kind = 0 AND t.debit_id = $account FROM postings p JOIN transfers t ON t.id = p.transfer_id "
            + "WHERE p.account_id = $account AND p.transfer_id <= $indexed ORDER BY p.transfer_id DESC",
            "$account", "$indexed");
        _startSession = Prepare(
            "INSERT INTO sessions (id, account_id, ip, port, tls, keyed, started, requests, bytes) VALUES ($id, $account, $ip, $port, $tls, $keyed, $at, 0, 0)",
            "$id", "$account", "$ip", "$port", "$tls", "$keyed", "$at");
        // The oldest come first, so a look at the first thousand finds what is due, and costs little where nothing is.
        _deleteSessions = Prepare(
            "DELETE FROM sessions WHERE id IN (SELECT id FROM (SELECT id, started, ended FROM sessions ORDER BY id LIMIT 1000) "
            + "WHERE ended IS NOT NULL AND (started < $before OR id <= $up_to) LIMIT 500)",
            "$before", "$up_to");
        _endSession = Prepare(
            "UPDATE sessions SET ended = $at, end_reason = $reason, requests = $requests, bytes = $bytes WHERE id = $id",
            "$id", "$at", "$reason", "$requests", "$bytes");
        _setLastSeen = Prepare(
            "INSERT INTO account_activity (account_id, last_seen) VALUES ($account, $at) ON CONFLICT (account_id) DO UPDATE SET last_seen = max(last_seen, excluded.last_seen)",
            "$account", "$at");
    }

    public PaymentIdStore PaymentIds { get; }

    public AccountKeyStore Keys { get; }

    public AuditStore Audit { get; }

    public DeskStore Desk { get; }

    public PostingIndex Postings { get; }

    /// <summary>
    /// Commits a write that changes nothing. A full disk can still be opened and read; and where a COMMIT failed, this takes the
    /// place in the log of what it may have left there, so that what is read next stays true after a crash.
    /// </summary>
    /// <exception cref="SqliteException">It can't be written.</exception>
    public void ProveWritable()
    {
        // There and back: SQLite writes no page for an update that leaves every byte as it is.
        using var there = new PreparedCommand(_connection, "UPDATE ledger_head SET indexed_to = indexed_to + 1");
        using var back = new PreparedCommand(_connection, "UPDATE ledger_head SET indexed_to = indexed_to - 1");
        Begin();
        there.Execute();
        back.Execute();
        Commit();
    }

    public void Begin() => _begin.Execute();

    public void Commit() => _commit.Execute();

    public LedgerPosition ReadPosition()
    {
        using var read = new PreparedCommand(
            _connection,
            "SELECT h.last_transfer, h.last_block, h.last_hash, coalesce((SELECT at FROM blocks WHERE number = h.last_block), 0), "
            + "(SELECT max(id) FROM accounts), coalesce((SELECT max(id) FROM refusals), 0), coalesce((SELECT max(id) FROM account_keys), 0) "
            + "FROM ledger_head h");
        using var row = read.Read();
        row.Read();
        return new LedgerPosition(
            row.Int64(0), row.Int64(1), row.Bytes(2), row.Int64(3), row.Int64(4), row.Int64(5),
            row.Int64(6));
    }

    public AccountState? FindAccount(string nameKey)
    {
        using var row = _findAccount.Read(nameKey);
        if (!row.Read())
            return null;
        return new AccountState
        {
            Id = row.Int64(0),
            Name = row.Text(1),
            IsSystem = row.Boolean(2),
            KeyKind = (KeyKind)row.Int32(3),
            Status = (AccountStatus)row.Int32(4),
            Balance = new Money(row.Int64(5)),
            KeyId = row.IsNull(6) ? null : row.Int64(6),
        };
    }

    public void InsertAccount(AccountState account, long at) =>
        _insertAccount.Execute(account.Id, account.Name, Account.KeyOf(account.Name), (int)account.KeyKind, at);

    public void SetBalance(long accountId, Money balance) => _setBalance.Execute(accountId, balance.MinorUnits);

    public void SetKeyed(long accountId) => _setKeyed.Execute(accountId);

    /// <summary>What payer and payee had right after a transfer.</summary>
    public (Money Payer, Money Payee) BalancesAfter(long transferId)
    {
        using var row = _balancesAfter.Read(transferId);
        row.Read();
        return (new Money(row.Int64(0)), new Money(row.Int64(1)));
    }

    public void InsertTransfer(in CanonicalTransfer transfer, Money debitAfter, Money creditAfter, string? memo, byte[] digest)
    {
        _insertTransfer.Execute(
            transfer.Id, transfer.DebitId, transfer.CreditId, transfer.Amount, debitAfter.MinorUnits, creditAfter.MinorUnits,
            (int)transfer.Kind, transfer.At, transfer.ReversesId, memo, digest);
        Postings.Add(transfer.Id, transfer.DebitId, transfer.CreditId);
    }

    public void InsertBlock(Block block) => _insertBlock.Execute(block.Number, block.FirstId, block.LastId, block.At, block.Hash);

    public void SetHead(Block block) => _setHead.Execute(block.LastId, block.Number, block.Hash);

    public void InsertRefusal(long id, long at, in PaymentCase c, TransferOutcome reason) =>
        _insertRefusal.Execute(
            id, at, c.Payer?.Id, c.Payee?.Id, c.Request.SubmitterId, c.Request.Amount.MinorUnits, (int)reason, c.Request.Signature?.PaymentId);

    public void DeleteRefusalsUpTo(long id) => _deleteRefusals.Execute(id);

    /// <summary>What an account paid from a time on, the transaction at hand included; at most <see cref="Money.MaxBalance"/>.</summary>
    public Money PaidSince(long accountId, long since)
    {
        Int128 paid = 0;
        // Newest first, and times ascend with ids: however long the account's history, only that stretch of it is read.
        foreach (var id in Postings.TailOf(accountId))
        {
            using var transfer = _paidBy.Read(accountId, id);
            if (!TryAddPaid(transfer, since, ref paid))
                return Paid(paid);
        }
        using var rest = _paidSince.Read(accountId, Postings.IndexedTo);
        while (TryAddPaid(rest, since, ref paid))
        {
        }
        return Paid(paid);
    }

    public void StartSession(OnlineSession session)
    {
        var at = UnixMicroseconds.From(session.Since);
        _startSession.Execute(session.Id, session.AccountId, session.Link.Ip, session.Port, session.Link.IsTls, session.IsKeyed, at);
        _setLastSeen.Execute(session.AccountId, at);
    }

    /// <summary>Deletes some of the oldest ended sessions: those from before a time, and those up to an id.</summary>
    public void DeleteOldSessions(long before, long upToId) => _deleteSessions.Execute(before, upToId);

    public void EndSession(long sessionId, SessionEnd reason, DateTimeOffset at, long requests, long bytes) =>
        _endSession.Execute(sessionId, UnixMicroseconds.From(at), (int)reason, requests, bytes);

    public void SetLastSeen(long accountId, DateTimeOffset at) => _setLastSeen.Execute(accountId, UnixMicroseconds.From(at));

    public void Dispose()
    {
        PaymentIds.Dispose();
        Keys.Dispose();
        Audit.Dispose();
        Desk.Dispose();
        _postings.Dispose();
        // A connection with statements left would stay open behind its end, and its transaction with it.
        foreach (var command in _commands)
            command.Dispose();
        _connection.Dispose();
    }

    private static bool TryAddPaid(SqlRows row, long since, ref Int128 paid)
    {
        if (!row.Read() || row.Int64(1) < since)
            return false;
        if (row.Boolean(2))
            paid += row.Int64(0);
        return true;
    }

    private static Money Paid(Int128 sum) => new((long)Int128.Min(sum, Money.MaxBalance.MinorUnits));

    private PreparedCommand Prepare(string sql, params string[] parameters)
    {
        var command = new PreparedCommand(_connection, sql, parameters);
        _commands.Add(command);
        return command;
    }
}
