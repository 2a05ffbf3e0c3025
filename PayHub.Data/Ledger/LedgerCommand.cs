using PayHub.Data.Live;
using PayHub.Data.Model;

namespace PayHub.Data.Ledger;

/// <summary>Something for the ledger writer to do within its next batch, and whoever waits for it.</summary>
internal abstract class LedgerCommand
{
    /// <summary>Judges and writes, inside the batch's transaction.</summary>
    public abstract void Apply(LedgerBatch batch);

    /// <summary>The batch is durable.</summary>
    public virtual void Committed()
    {
    }

    /// <summary>The batch failed: before COMMIT nothing was done, after it nobody can tell.</summary>
    public virtual void Failed(bool outcomeUnknown)
    {
    }
}

/// <summary>A command that somebody waits for.</summary>
internal abstract class LedgerCommand<TResult> : LedgerCommand
{
    // The writer's thread must not run the waiters' code.
    private readonly TaskCompletionSource<TResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResult> Done => _done.Task;

    protected TResult? Result { get; set; }

    public sealed override void Committed() => _done.SetResult(Result!);

    public sealed override void Failed(bool outcomeUnknown) => _done.SetResult(Failure(outcomeUnknown));

    protected abstract TResult Failure(bool outcomeUnknown);
}

internal sealed class TransferCommand(TransferRequest request) : LedgerCommand<TransferResult>
{
    public override void Apply(LedgerBatch batch) => Result = batch.Pay(request);

    protected override TransferResult Failure(bool outcomeUnknown) =>
        TransferResult.NotExecuted(outcomeUnknown ? TransferOutcome.OutcomeUnknown : TransferOutcome.Unavailable);
}

internal sealed class OpenAccountCommand(string name, KeyKind keyKind, Money openingBalance) : LedgerCommand<OpenAccountOutcome>
{
    public override void Apply(LedgerBatch batch) => Result = batch.OpenAccount(name, keyKind, openingBalance);

    protected override OpenAccountOutcome Failure(bool outcomeUnknown) =>
        outcomeUnknown ? OpenAccountOutcome.OutcomeUnknown : OpenAccountOutcome.Unavailable;
}

internal sealed class SessionStartedCommand(OnlineSession session) : LedgerCommand
{
    public override void Apply(LedgerBatch batch) => batch.StartSession(session);
}

internal sealed class SessionEndedCommand(OnlineSession session, SessionEnd reason, DateTimeOffset at) : LedgerCommand
{
    // Taken now: the connection may go on with another session, and count for that one.
    private readonly (long Requests, long Bytes, DateTimeOffset LastSeen) _counted = (session.Requests, session.Bytes, session.Link.LastMessageAt);

    public override void Apply(LedgerBatch batch)
    {
        batch.Store.EndSession(session.Id, reason, at, _counted.Requests, _counted.Bytes);
        batch.Store.SetLastSeen(session.AccountId, _counted.LastSeen);
    }
}

internal sealed class ActivityCommand(IReadOnlyList<(long AccountId, DateTimeOffset LastSeen)> seen) : LedgerCommand
{
    public override void Apply(LedgerBatch batch)
    {
        foreach (var (accountId, lastSeen) in seen)
            batch.Store.SetLastSeen(accountId, lastSeen);
    }
}
