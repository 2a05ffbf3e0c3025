using PayHub.Data.Model;
using PayHub.Data.Settings;

namespace PayHub.Data.Ledger;

/// <summary>What a payment id stands for already.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="TransferId">The transfer, where it was executed; else 0.</param>
/// <param name="ContentHash">The hash of what was signed; empty for an id that was cancelled before anything was.</param>
internal sealed record RecordedVerdict(TransferOutcome Outcome, long TransferId, byte[] ContentHash)
{
    /// <summary>Whether it was given to just this content.</summary>
    public bool IsOf(PaymentSignature signature) => ContentHash.AsSpan().SequenceEqual(signature.ContentHash);
}

/// <summary>A payment on its way through the rules.</summary>
/// <param name="Request">What is asked.</param>
/// <param name="Payer">The account to debit; null where there is none.</param>
/// <param name="Payee">The account to credit; null where there is none.</param>
/// <param name="Recorded">The verdict that its id has; null for none.</param>
internal readonly record struct PaymentCase(TransferRequest Request, AccountState? Payer, AccountState? Payee, RecordedVerdict? Recorded);

/// <summary>The rules of payments, in the wire's order of precedence: one request always gets one answer.</summary>
/// <param name="store">What keyless accounts paid today.</param>
/// <param name="limits">The operator's limits.</param>
/// <param name="at">The batch's time, microseconds UTC.</param>
internal sealed class PaymentJudge(SqliteLedgerStore store, AccountsOptions limits, long at)
{
    private const long MicrosecondsADay = 86_400_000_000;

    public TransferOutcome Judge(in PaymentCase c)
    {
        if (!MaySubmit(c))
            return TransferOutcome.NotAllowed;
        if (!IsPayable(c.Payer))
            return TransferOutcome.UnknownPayer;
        if (IsExecuted(c))
            return TransferOutcome.Executed;
        var authorised = c.Request.Signature is { } signature ? JudgeSigned(c, signature) : JudgeUnsigned(c);
        return authorised == TransferOutcome.Executed ? JudgeMoney(c) : authorised;
    }

    /// <summary>Whether just this payment was executed before.</summary>
    public static bool IsExecuted(in PaymentCase c) =>
        c is { Request.Signature: { } signature, Recorded: { Outcome: TransferOutcome.Executed } verdict } && verdict.IsOf(signature);

    /// <summary>Counts what a keyless account paid.</summary>
    public void Executed(AccountState payer, Money amount)
    {
        if (limits.KeylessDailyLimit > 0 && payer.KeyKind == KeyKind.Keyless)
            payer.PaidToday += amount;
    }

    private static bool MaySubmit(in PaymentCase c) =>
        c.Payee?.Id == c.Request.SubmitterId || (c.Request.Signature is not null && c.Payer?.Id == c.Request.SubmitterId);

    private static TransferOutcome JudgeUnsigned(in PaymentCase c)
    {
        if (c.Payer!.KeyKind == KeyKind.Keyed)
            return TransferOutcome.KeyRequired;
        return c.Request.PayerIsOnline ? TransferOutcome.Executed : TransferOutcome.PayerOffline;
    }

    private TransferOutcome JudgeSigned(in PaymentCase c, PaymentSignature signature)
    {
        if (signature.KeyId is null || signature.KeyId != c.Payer!.KeyId)
            return TransferOutcome.BadSignature;
        if (c.Recorded is { } verdict)
            return verdict.Outcome == TransferOutcome.Cancelled || verdict.IsOf(signature) ? verdict.Outcome : TransferOutcome.Duplicate;
        if (!signature.IsForThisHub)
            return TransferOutcome.WrongHub;
        return UnixMicroseconds.From(signature.ExpiresAt) <= at ? TransferOutcome.Expired : TransferOutcome.Executed;
    }

    private TransferOutcome JudgeMoney(in PaymentCase c)
    {
        var (payer, payee, amount) = (c.Payer!, c.Payee, c.Request.Amount);
        if (!IsPayable(payee))
            return TransferOutcome.UnknownPayee;
        if (payer.Id == payee!.Id)
            return TransferOutcome.SelfPayment;
        if (payer.Status == AccountStatus.Frozen || payee.Status == AccountStatus.Frozen)
            return TransferOutcome.Frozen;
        if (amount > Money.MaxBalance - payee.Balance || (payer.KeyKind == KeyKind.Keyless && IsAboveLimit(payer, amount)))
            return TransferOutcome.Limit;
        return payer.Balance < amount ? TransferOutcome.InsufficientFunds : TransferOutcome.Executed;
    }

    private static bool IsPayable(AccountState? account) =>
        account is { IsSystem: false, Status: not AccountStatus.Closed };

    private bool IsAboveLimit(AccountState payer, Money amount)
    {
        CountToday(payer);
        return IsOver(amount, limits.KeylessPaymentLimit, Money.Zero) || IsOver(amount, limits.KeylessDailyLimit, payer.PaidToday);
    }

    private static bool IsOver(Money amount, long limit, Money used) => limit > 0 && amount > new Money(limit) - used;

    private void CountToday(AccountState payer)
    {
        var day = at / MicrosecondsADay;
        if (payer.Day == day || limits.KeylessDailyLimit == 0)
            return;
        payer.Day = day;
        payer.PaidToday = store.PaidSince(payer.Id, day * MicrosecondsADay);
    }
}
