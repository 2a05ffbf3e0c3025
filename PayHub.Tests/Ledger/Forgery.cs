using PayHub.Data.Ledger;
using PayHub.Data.Model;

namespace PayHub.Tests.Ledgers;

/// <summary>
/// Writes into a ledger's file past the hub, and computes every digest and hash anew, as whoever holds the whole file can: what
/// is against the rules must be found by the rules themselves.
/// </summary>
internal static class Forgery
{
    /// <summary>Adds a transfer in a block of its own, with balances, postings and head to match.</summary>
    public static void Append(
        string file, TransferKind kind, long debit, long credit, long amount, long? reverses = null, (string Operator, string Reason)? note = null)
    {
        var (id, number) = (TestDatabase.Query(file, "SELECT last_transfer FROM ledger_head") + 1, TestDatabase.Query(file, "SELECT last_block FROM ledger_head") + 1);
        var at = TestDatabase.Query(file, "SELECT max(at) FROM blocks");
        using var hash = new BlockHash();
        hash.Begin(Convert.FromHexString(TestDatabase.Text(file, "SELECT hex(last_hash) FROM ledger_head")));
        var transfer = new CanonicalTransfer(id, at, kind, debit, credit, amount, reverses, OperatorId: note?.Operator, Reason: note?.Reason);
        var digest = Convert.ToHexString(hash.Append(transfer));
        var block = Convert.ToHexString(hash.End());
        var noted = note is { } n ? $"INSERT INTO transfer_notes (transfer_id, operator_id, reason) VALUES ({id}, '{n.Operator}', '{n.Reason}');" : "";
        TestDatabase.Tamper(file, $"""
            UPDATE accounts SET balance = balance - {amount} WHERE id = {debit};
            UPDATE accounts SET balance = balance + {amount} WHERE id = {credit};
            INSERT INTO transfers (id, debit_id, credit_id, amount, debit_after, credit_after, kind, at, reverses_id, digest) VALUES ({id}, {debit}, {credit}, {amount},
                (SELECT balance FROM accounts WHERE id = {debit}), (SELECT balance FROM accounts WHERE id = {credit}), {(int)kind}, {at}, {(object?)reverses ?? "NULL"}, x'{digest}');
            {noted}
            INSERT INTO postings (account_id, transfer_id) VALUES ({debit}, {id}), ({credit}, {id});
            INSERT INTO blocks (number, first_id, last_id, at, hash) VALUES ({number}, {id}, {id}, {at}, x'{block}');
            UPDATE ledger_head SET last_transfer = {id}, last_block = {number}, last_hash = x'{block}', indexed_to = {id};
            """);
    }

    /// <summary>Adds a row to the audit that names a transfer, chained to the one before.</summary>
    public static void AppendAudit(string file, OperatorAct act, long transfer)
    {
        var head = new AuditHead(
            TestDatabase.Query(file, "SELECT last_audit FROM ledger_head"), Convert.FromHexString(TestDatabase.Text(file, "SELECT hex(audit_hash) FROM ledger_head")));
        var e = head.Next(act, TestDatabase.Query(file, "SELECT max(at) FROM blocks"), null, null, transfer);
        TestDatabase.Tamper(file, $"""
            INSERT INTO audit (id, at, operator_id, operator_name, ip, action, target_type, target_id, transfer_id, reason, prev_hash, hash) VALUES
                ({e.Id}, {e.At}, '{e.OperatorId}', '{e.OperatorName}', '{e.Ip}', '{e.Action}', '{e.TargetType}', '{e.TargetId}', {transfer}, '{e.Reason}',
                 x'{Convert.ToHexString(e.PrevHash)}', x'{Convert.ToHexString(e.Hash)}');
            UPDATE ledger_head SET last_audit = {e.Id}, audit_hash = x'{Convert.ToHexString(e.Hash)}';
            """);
    }
}
