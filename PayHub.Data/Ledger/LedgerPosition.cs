namespace PayHub.Data.Ledger;

/// <summary>Where the ledger stands between two batches.</summary>
/// <param name="LastTransfer">The newest transfer, 0 for none.</param>
/// <param name="LastBlock">The newest block, 0 for none.</param>
/// <param name="LastHash">The newest block's hash; 32 zero bytes before the first.</param>
/// <param name="LastAt">The newest block's time, microseconds UTC.</param>
/// <param name="LastAccount">The newest account.</param>
/// <param name="LastRefusal">The newest refusal, 0 for none.</param>
/// <param name="LastKey">The newest key row, 0 for none.</param>
internal sealed record LedgerPosition(
    long LastTransfer, long LastBlock, byte[] LastHash, long LastAt, long LastAccount, long LastRefusal, long LastKey);
