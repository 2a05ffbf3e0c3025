using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PayHub.Data.Model;
using SQLitePCL;

namespace PayHub.Data.Ledger;

/// <summary>What audit rows are hashed over: each names the one before, so that none can be changed or taken out unseen.</summary>
/// <remarks>
/// The byte 1, the previous row's hash, then each field in the order of the columns, as a 4-byte big-endian length and that many
/// bytes; numbers are 8-byte big-endian, a field that is not there has length -1.
/// </remarks>
internal static class AuditChain
{
    private const byte Version = 1;

    public static byte[] HashOf(AuditEntry entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([Version]);
        hash.AppendData(entry.PrevHash);
        Append(hash, entry.Id);
        Append(hash, entry.At);
        foreach (var text in (string?[])[entry.OperatorId, entry.OperatorName, entry.Ip, entry.Action, entry.TargetType, entry.TargetId])
            Append(hash, text);
        Append(hash, entry.TransferId);
        foreach (var text in (string?[])[entry.Reason, entry.Before, entry.After])
            Append(hash, text);
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, long? number)
    {
        if (number is null)
        {
            AppendLength(hash, -1);
            return;
        }
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number.Value);
        AppendLength(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, string? text)
    {
        var bytes = text is null ? null : Encoding.UTF8.GetBytes(text);
        AppendLength(hash, bytes?.Length ?? -1);
        hash.AppendData(bytes ?? []);
    }

    private static void AppendLength(IncrementalHash hash, int length)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        hash.AppendData(bytes);
    }
}

/// <summary>Where the audit stands.</summary>
/// <param name="Last">The newest row, 0 for none.</param>
/// <param name="Hash">Its hash; 32 zero bytes before the first.</param>
internal readonly record struct AuditHead(long Last, byte[] Hash)
{
    /// <summary>The row that comes next.</summary>
    public AuditEntry Next(OperatorAct act, long at, string? before, string? after, long? transferId)
    {
        var entry = new AuditEntry
        {
            Id = Last + 1,
            At = at,
            OperatorId = act.OperatorId,
            OperatorName = act.OperatorName,
            Ip = act.Ip,
            Action = act.Action,
            TargetType = act.TargetType,
            TargetId = act.TargetId,
            TransferId = transferId,
            Reason = act.Reason,
            Before = before,
            After = after,
            PrevHash = Hash,
            Hash = [],
        };
        entry.Hash = AuditChain.HashOf(entry);
        return entry;
    }
}

/// <summary>The writer's statements on <c>audit</c>.</summary>
internal sealed class AuditStore(sqlite3 connection) : IDisposable
{
    private readonly PreparedCommand _insert = new(
        connection,
        "INSERT INTO audit (id, at, operator_id, operator_name, ip, action, target_type, target_id, transfer_id, reason, before, after, prev_hash, hash) "
        + "VALUES ($id, $at, $operator, $name, $ip, $action, $type, $target, $transfer, $reason, $before, $after, $prev, $hash)",
        "$id", "$at", "$operator", "$name", "$ip", "$action", "$type", "$target", "$transfer", "$reason", "$before", "$after", "$prev", "$hash");

    private readonly PreparedCommand _head = new(connection, "SELECT last_audit, audit_hash FROM ledger_head");

    private readonly PreparedCommand _setHead = new(connection, "UPDATE ledger_head SET last_audit = $id, audit_hash = $hash", "$id", "$hash");

    /// <summary>Read anew for each batch that needs it: operators' own data is written beside the ledger's writer, with audit rows too.</summary>
    public AuditHead ReadHead()
    {
        using var row = _head.Read();
        row.Read();
        return new AuditHead(row.Int64(0), row.Bytes(1));
    }

    public void Insert(AuditEntry e) => _insert.Execute(
        e.Id, e.At, e.OperatorId, e.OperatorName, e.Ip, e.Action, e.TargetType, e.TargetId, e.TransferId, e.Reason, e.Before, e.After, e.PrevHash, e.Hash);

    public void SetHead(AuditHead head) => _setHead.Execute(head.Last, head.Hash);

    public void Dispose()
    {
        _insert.Dispose();
        _head.Dispose();
        _setHead.Dispose();
    }
}
