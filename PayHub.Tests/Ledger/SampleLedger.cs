using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Tests.Support;

namespace PayHub.Tests.Ledgers;

/// <summary>
/// A small ledger of nine transfers in five blocks, in a file that nobody has open. The last transfer is an operator's deposit, with a note and a row in the audit.
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
            var deposit = await rig.Desk.DepositAsync("alice", new Money(7), LedgerRig.ActOn("alice"));
            Assert.Equal(OperatorOutcome.Done, deposit.Outcome);
        }
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
}
