using System.Text.Json;
using PayHub.Data.Model;
using SQLitePCL;

namespace PayHub.Data.Ledger;

/// <summary>The names of rare events, as webhooks get them.</summary>
public static class AccountEvents
{
    /// <summary>An account was opened.</summary>
    public const string Created = "account.created";

    /// <summary>An account was frozen.</summary>
    public const string Frozen = "account.frozen";
}

/// <summary>A transfer that is to be reversed.</summary>
internal readonly record struct OriginalTransfer(TransferKind Kind, long Amount, long Reversed, string Debit, string Credit);

/// <summary>The writer's statements for what operators do.</summary>
internal sealed class DeskStore(sqlite3 connection) : IDisposable
{
    private readonly PreparedCommand _findTransfer = new(
        connection,
        "SELECT t.kind, t.amount, coalesce(r.reversed, 0), d.name, c.name FROM transfers t JOIN accounts d ON d.id = t.debit_id "
        + "JOIN accounts c ON c.id = t.credit_id LEFT JOIN reversal_totals r ON r.transfer_id = t.id WHERE t.id = $id",
        "$id");

    private readonly PreparedCommand _setReversed = new(
        connection,
        "INSERT INTO reversal_totals (transfer_id, original, reversed) VALUES ($id, $original, $reversed) ON CONFLICT (transfer_id) DO UPDATE SET reversed = excluded.reversed",
        "$id", "$original", "$reversed");

    private readonly PreparedCommand _insertNote = new(
        connection, "INSERT INTO transfer_notes (transfer_id, operator_id, reason) VALUES ($id, $operator, $reason)", "$id", "$operator", "$reason");

    private readonly PreparedCommand _setStatus = new(connection, "UPDATE accounts SET status = $status WHERE id = $id", "$id", "$status");

    private readonly PreparedCommand _report = new(
        connection, "INSERT INTO outbox (at, kind, payload) VALUES ($at, $kind, $payload)", "$at", "$kind", "$payload");

    private readonly PreparedCommand _findAnswer = new(
        connection, "SELECT request_hash, response FROM idempotency WHERE api_key_id = $api_key AND key = $key", "$api_key", "$key");

    private readonly PreparedCommand _insertAnswer = new(
        connection,
        "INSERT INTO idempotency (api_key_id, key, request_hash, response, at) VALUES ($api_key, $key, $hash, $response, $at)",
        "$api_key", "$key", "$hash", "$response", "$at");

    // Rows are numbered in the order in which they came, so the oldest are found without an index on time.
    private readonly PreparedCommand _deleteAnswers = new(
        connection,
        "DELETE FROM idempotency WHERE at < $limit AND rowid IN (SELECT rowid FROM idempotency ORDER BY rowid LIMIT 2)",
        "$limit");

    public OriginalTransfer? FindTransfer(long id)
    {
        using var row = _findTransfer.Read(id);
        return row.Read()
            ? new OriginalTransfer((TransferKind)row.Int32(0), row.Int64(1), row.Int64(2), row.Text(3), row.Text(4))
            : null;
    }

    /// <summary>Sets how much of a transfer is reversed; the database refuses more than it moved.</summary>
    public void SetReversed(long id, long original, long reversed) => _setReversed.Execute(id, original, reversed);

    public void InsertNote(long transferId, string operatorId, string reason) => _insertNote.Execute(transferId, operatorId, reason);

    public void SetStatus(long accountId, AccountStatus status) => _setStatus.Execute(accountId, (int)status);

    /// <summary>Puts an event about an account into the outbox.</summary>
    public void Report(long at, string kind, string account) =>
        _report.Execute(at, kind, JsonSerializer.Serialize(new Dictionary<string, string> { ["account"] = account }));

    public (byte[] RequestHash, string Response)? FindAnswer(IdempotencyKey key)
    {
        using var row = _findAnswer.Read(key.ApiKeyId, key.Key);
        return row.Read() ? (row.Bytes(0), row.Text(1)) : null;
    }

    public void InsertAnswer(IdempotencyKey key, string response, long at) =>
        _insertAnswer.Execute(key.ApiKeyId, key.Key, key.RequestHash, response, at);

    /// <summary>Deletes up to two answers from before a time: done with each new one, so that the old ones never pile up.</summary>
    public void DeleteAnswersBefore(long limit) => _deleteAnswers.Execute(limit);

    public void Dispose()
    {
        _findTransfer.Dispose();
        _setReversed.Dispose();
        _insertNote.Dispose();
        _setStatus.Dispose();
        _report.Dispose();
        _findAnswer.Dispose();
        _insertAnswer.Dispose();
        _deleteAnswers.Dispose();
    }
}
