using PayHub.Data.Live;

namespace PayHub.Data.Ledger;

/// <summary>Something for the ledger writer to do within its next batch, and whoever waits for it.</summary>
internal abstract class LedgerCommand
{
    /// <summary>The one that stands behind it in the queue, in the same place; null for none.</summary>
    public LedgerCommand? Next { private get; set; }

    /// <summary>Lets go of <see cref="Next"/>, so that no command keeps alive all that came behind it.</summary>
    public LedgerCommand? TakeNext()
    {
        var next = Next;
        Next = null;
        return next;
    }

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

    /// <summary>The writer ends on a bug, and the hub with it: whoever still waits is let go, and nobody is told anything.</summary>
    public virtual void Abandon()
    {
    }

    protected static TransferOutcome Broken(bool outcomeUnknown) =>
        outcomeUnknown ? TransferOutcome.OutcomeUnknown : TransferOutcome.Unavailable;
}

/// <summary>A command that somebody waits for.</summary>
internal abstract class LedgerCommand<TResult> : LedgerCommand
{
    // The writer's thread must not run the waiters' code.
    private readonly TaskCompletionSource<TResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResult> Done => _done.Task;

    protected TResult? Result { get; set; }

    public sealed override void Committed() => _done.TrySetResult(Result!);

    public sealed override void Failed(bool outcomeUnknown) => _done.TrySetResult(Failure(outcomeUnknown));

    public sealed override void Abandon() => _done.TrySetResult(Failure(outcomeUnknown: true));

    protected abstract TResult Failure(bool outcomeUnknown);
}

/// <summary>A payment. It has no task of its own: a hub under load has thousands of them under way.</summary>
internal sealed class TransferCommand(TransferRequest request, ITransferWaiter waiter) : LedgerCommand
{
    private TransferResult _result;

    public override void Apply(LedgerBatch batch) => _result = batch.Pay(request);

    public override void Committed() => waiter.Decided(_result);

    public override void Failed(bool outcomeUnknown) => waiter.Decided(TransferResult.NotExecuted(Broken(outcomeUnknown)));

    public override void Abandon() => waiter.Abandoned();
}

internal sealed class CancelCommand(long payerId, string paymentId) : LedgerCommand<CancelResult>
{
    public override void Apply(LedgerBatch batch) => Result = batch.Cancel(payerId, paymentId);

    protected override CancelResult Failure(bool outcomeUnknown) => new(Broken(outcomeUnknown), 0, IsRepeated: false);
}

internal sealed class OpenAccountCommand(string name, byte[]? spki, Money openingBalance) : LedgerCommand<OpenAccountOutcome>
{
    public override void Apply(LedgerBatch batch) => Result = batch.OpenAccount(name, spki, openingBalance);

    protected override OpenAccountOutcome Failure(bool outcomeUnknown) =>
        outcomeUnknown ? OpenAccountOutcome.OutcomeUnknown : OpenAccountOutcome.Unavailable;
}

internal sealed class OpenEnrolmentCommand(string name, byte[] codeHash, TimeSpan lasting, OperatorAct act) : LedgerCommand<bool>
{
    public override void Apply(LedgerBatch batch) => Result = batch.OpenEnrolment(name, codeHash, lasting, act);

    protected override bool Failure(bool outcomeUnknown) => false;
}

internal sealed class EnrolCommand(string name, byte[] codeHash, byte[] spki) : LedgerCommand<EnrolOutcome>
{
    public override void Apply(LedgerBatch batch) => Result = batch.Enrol(name, codeHash, spki);

    protected override EnrolOutcome Failure(bool outcomeUnknown) =>
        outcomeUnknown ? EnrolOutcome.OutcomeUnknown : EnrolOutcome.Unavailable;
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
        batch.EndSession(session.Id, reason, at, _counted.Requests, _counted.Bytes);
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
