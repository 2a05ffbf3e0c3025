using System.Security.Cryptography;
using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Tests.Support;

namespace PayHub.Tests.Ledgers;

/// <summary>
/// A small ledger of nine transfers in five blocks, in a file that nobody has open. The last transfer was made by hand and has a note.
/// </summary>
public sealed class SampleLedger : IAsyncLifetime
{
    /// <summary>A transfer in the middle of a block, and the block.</summary>
    public const int MiddleTransfer = 6;

    public const int MiddleBlock = 4;
    public const int LastTransfer = 9;
    public const int LastBlock = 5;

    private readonly TemporaryFolder _folder = new();

    public string File => _folder.File("payhub.db");

    public async ValueTask InitializeAsync()
    {
        await using (var rig = await LedgerRig.StartAsync(folder: _folder.Path))
        {
            await rig.OpenAsync("alice");
            await rig.OpenAsync("carol");
            var bob = await rig.OpenAsync("bob");
            Task<TransferResult>[] together;
            using (await rig.Gate.EnterAsync())
                together = [.. Enumerable.Range(1, 5).Select(amount => rig.PayAsync("alice", amount * 10, "bob", bob).AsTask())];
            await Task.WhenAll(together);
        }
        AppendDeposit();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A copy to tamper with.</summary>
    public string CopyTo(string folder)
    {
        var copy = Path.Combine(folder, "payhub.db");
        TestDatabase.Copy(File, copy);
        return copy;
    }

    // No operator can make a deposit yet, but verify knows notes already.
    private void AppendDeposit()
    {
        var at = TestDatabase.Query(File, "SELECT max(at) FROM blocks");
        var alice = TestDatabase.Query(File, "SELECT id FROM accounts WHERE name = 'alice'");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Convert.FromHexString(TestDatabase.Text(File, "SELECT hex(last_hash) FROM ledger_head")));
        var deposit = new CanonicalTransfer(
            LastTransfer, at, TransferKind.Deposit, Account.IssuanceId, alice, 7, OperatorId: "op-1", Reason: "cash");
        var digest = Convert.ToHexString(deposit.AppendTo(hash));
        var block = Convert.ToHexString(hash.GetHashAndReset());
        TestDatabase.Execute(File, $"""
            UPDATE accounts SET balance = balance - 7 WHERE id = 1;
            UPDATE accounts SET balance = balance + 7 WHERE id = {alice};
            INSERT INTO transfers (id, debit_id, credit_id, amount, debit_after, credit_after, kind, at, digest) VALUES ({LastTransfer}, 1, {alice}, 7,
                (SELECT balance FROM accounts WHERE id = 1), (SELECT balance FROM accounts WHERE id = {alice}), 2, {at}, x'{digest}');
            INSERT INTO transfer_notes (transfer_id, operator_id, reason) VALUES ({LastTransfer}, 'op-1', 'cash');
            INSERT INTO postings (account_id, transfer_id) VALUES (1, {LastTransfer}), ({alice}, {LastTransfer});
            INSERT INTO blocks (number, first_id, last_id, at, hash) VALUES ({LastBlock}, {LastTransfer}, {LastTransfer}, {at}, x'{block}');
            UPDATE ledger_head SET last_transfer = {LastTransfer}, last_block = {LastBlock}, last_hash = x'{block}', indexed_to = {LastTransfer};
            """);
    }
}
