using PayHub.Data.Live;
using PayHub.Data.Model;

namespace PayHub.Data.Ledger;

/// <summary>
/// What operators do to accounts and money, for the dashboard and the REST API alike. Each act is durable when it is answered,
/// with its audit row in the same transaction. Who may do what is for the caller to check.
/// </summary>
/// <param name="ledger">The way to the one writer.</param>
/// <param name="board">Who is online.</param>
/// <param name="names">What an account may be called.</param>
public sealed class OperatorDesk(Ledger ledger, PresenceBoard board, INameRule names)
{
    /// <summary>Pays money in, from <c>@issuance</c>.</summary>
    /// <param name="account">The account's name, in any ASCII case.</param>
    /// <param name="amount">At least one minor unit.</param>
    /// <param name="act">Who does it, and why: a reason is required.</param>
    public Task<OperatorResult> DepositAsync(string account, Money amount, OperatorAct act)
    {
        Require(amount, act);
        return DoAsync(act, batch => batch.Deposit(account, amount, act));
    }

    /// <summary>Pays money out, to <c>@issuance</c>.</summary>
    /// <inheritdoc cref="DepositAsync"/>
    public Task<OperatorResult> WithdrawAsync(string account, Money amount, OperatorAct act)
    {
        Require(amount, act);
        return DoAsync(act, batch => batch.Withdraw(account, amount, act));
    }

    /// <summary>Moves back what a transfer moved, or a part of it; all reversals together never move more.</summary>
    /// <param name="transferId">The transfer; not itself a reversal.</param>
    /// <param name="amount">At least one minor unit.</param>
    /// <param name="act">Who does it, and why: a reason is required.</param>
    public Task<OperatorResult> ReverseAsync(long transferId, Money amount, OperatorAct act)
    {
        Require(amount, act);
        return DoAsync(act, batch => batch.Reverse(transferId, amount, act));
    }

    /// <summary>Freezes, unfreezes or closes an account. Payments are refused from the next one on; who is online at a closed account is disconnected.</summary>
    /// <param name="account">The account's name, in any ASCII case.</param>
    /// <param name="status">What it may do from now on. Closed is for good, and only at balance zero.</param>
    /// <param name="act">Who does it, and why: a reason is required.</param>
    public async Task<OperatorResult> SetStatusAsync(string account, AccountStatus status, OperatorAct act)
    {
        RequireReason(act);
        var result = await DoAsync(act, batch => batch.SetStatus(account, status, act));
        if (result.Outcome == OperatorOutcome.Done && status == AccountStatus.Closed)
            board.Find(account)?.Link.Disconnect(SessionEnd.Disconnected);
        return result;
    }

    /// <summary>Opens a keyless account; its owner binds a key to it through an enrolment window.</summary>
    /// <param name="name">As it is to be shown.</param>
    /// <param name="openingBalance">Granted from <c>@issuance</c>; zero grants nothing.</param>
    /// <param name="act">Who does it.</param>
    public Task<OperatorResult> OpenAccountAsync(string name, Money openingBalance, OperatorAct act)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(openingBalance.MinorUnits, nameof(openingBalance));
        return names.Allows(name)
            ? DoAsync(act, batch => batch.OpenAccount(name, openingBalance, act))
            : Task.FromResult(new OperatorResult(OperatorOutcome.NotAName));
    }

    /// <summary>Ends a session's connection at once, once that is written down. A session that is over has no connection to end: it may be another's by now.</summary>
    /// <param name="session">The session.</param>
    /// <param name="act">Who does it, and why: a reason is required.</param>
    public async Task<OperatorResult> DisconnectAsync(OnlineSession session, OperatorAct act)
    {
        RequireReason(act);
        if (board.Find(session.Name) != session)
            return new OperatorResult(OperatorOutcome.NotOnline);
        var result = await DoAsync(act, batch => batch.Record(act));
        // The same connection may have logged in anew meanwhile: that session was not meant.
        if (result is { Outcome: OperatorOutcome.Done, IsRepeated: false } && board.Find(session.Name) == session)
            session.Link.Disconnect(SessionEnd.Disconnected);
        return result;
    }

    /// <summary>As the other, for a program that knows the session's number alone.</summary>
    /// <param name="sessionId">The session; one that is over is a refusal, unless the same act ended it.</param>
    /// <param name="act">Who does it, and why: a reason is required.</param>
    public async Task<OperatorResult> DisconnectAsync(long sessionId, OperatorAct act)
    {
        RequireReason(act);
        var session = board.NewestFirst().FirstOrDefault(s => s.Id == sessionId);
        var told = session is null ? act : act with { Before = $"{session.Name} at {session.Link.Ip}:{session.Port}" };
        // Judged by the writer, though it is not the ledger's: a repeated request is told what became of it the first time.
        var result = await DoAsync(told, batch => session is null
            ? new OperatorResult(OperatorOutcome.NotOnline)
            : batch.Record(told) with { Account = session.Name });
        // Again where it was done before but nobody could tell: a session's number is never given twice.
        if (result.Outcome == OperatorOutcome.Done && session is not null && board.Find(session.Name) == session)
            session.Link.Disconnect(SessionEnd.Disconnected);
        return result;
    }

    private async Task<OperatorResult> DoAsync(OperatorAct act, Func<LedgerBatch, OperatorResult> work)
    {
        var command = new OperatorCommand(act, work);
        return await ledger.TryEnqueueAsync(command) ? await command.Done : new OperatorResult(OperatorOutcome.Unavailable);
    }

    private static void Require(Money amount, OperatorAct act)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount.MinorUnits, 1, nameof(amount));
        RequireReason(act);
    }

    private static void RequireReason(OperatorAct act) => ArgumentException.ThrowIfNullOrWhiteSpace(act.Reason, nameof(act));
}

internal sealed class OperatorCommand(OperatorAct act, Func<LedgerBatch, OperatorResult> work) : LedgerCommand<OperatorResult>
{
    public override void Apply(LedgerBatch batch) => Result = batch.Once(act, work);

    protected override OperatorResult Failure(bool outcomeUnknown) =>
        new(outcomeUnknown ? OperatorOutcome.OutcomeUnknown : OperatorOutcome.Unavailable);
}
