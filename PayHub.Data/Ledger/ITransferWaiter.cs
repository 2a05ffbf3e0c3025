namespace PayHub.Data.Ledger;

/// <summary>
/// Waits for what becomes of a payment. Told on the ledger's thread, in the order in which payments were committed, so that nothing
/// said to clients overtakes. It must be quick, must not wait, and must not throw.
/// </summary>
public interface ITransferWaiter
{
    /// <summary>The payment was executed and is durable, or was refused, or the hub could not do it.</summary>
    void Decided(in TransferResult result);

    /// <summary>The ledger ends on a bug, and the hub with it: nobody is to be told anything.</summary>
    void Abandoned();
}

/// <summary>Somebody who waits for one payment alone.</summary>
internal sealed class TransferTask : ITransferWaiter
{
    // The ledger's thread must not run the waiter's code.
    private readonly TaskCompletionSource<TransferResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TransferResult> Task => _done.Task;

    public void Decided(in TransferResult result) => _done.SetResult(result);

    public void Abandoned() => _done.SetResult(TransferResult.NotExecuted(TransferOutcome.OutcomeUnknown));
}
