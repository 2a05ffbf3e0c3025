using System.Globalization;
using System.Text.Json;
using PayHub.Data.Model;

namespace PayHub.Data.Ledger;

/// <content>What operators do, by the same rules of double entry, with their audit rows.</content>
internal sealed partial class LedgerBatch
{
    private const long AnswersKeptMicroseconds = 30 * 86_400_000_000;

    private AuditHead? _audit;
    private bool _changedStatus;

    /// <summary>Whether an operator's act was written down.</summary>
    public bool Audited => _audit is not null;

    /// <summary>
    /// Does an act, or tells what became of it where it was judged under the same key before. A refusal is remembered too: the key
    /// names one request, and a request that was refused must not be carried out later, when nobody expects it any more.
    /// </summary>
    public OperatorResult Once(OperatorAct act, Func<LedgerBatch, OperatorResult> work)
    {
        if (act.Idempotency is not { } key)
            return work(this);
        if (Store.Desk.FindAnswer(key) is not { } answer)
        {
            var result = work(this);
            Store.Desk.InsertAnswer(key, JsonSerializer.Serialize(result), _at);
            Store.Desk.DeleteAnswersBefore(_at - AnswersKeptMicroseconds);
            return result;
        }
        return answer.RequestHash.AsSpan().SequenceEqual(key.RequestHash)
            ? JsonSerializer.Deserialize<OperatorResult>(answer.Response)! with { IsRepeated = true }
            : new OperatorResult(OperatorOutcome.KeyReused);
    }

    public OperatorResult Deposit(string name, Money amount, OperatorAct act)
    {
        if (Reject(name, out var account) is { } refused)
            return refused;
        var issuance = _book.Find(Account.IssuanceName)!;
        return Fits(issuance, account, amount) ? Move(TransferKind.Deposit, issuance, account, amount, account, act) : Told(OperatorOutcome.Limit, account);
    }

    public OperatorResult Withdraw(string name, Money amount, OperatorAct act)
    {
        if (Reject(name, out var account) is { } refused)
            return refused;
        return account.Balance < amount
            ? Told(OperatorOutcome.InsufficientFunds, account)
            : Move(TransferKind.Withdrawal, account, _book.Find(Account.IssuanceName)!, amount, account, act);
    }

    public OperatorResult Reverse(long transferId, Money amount, OperatorAct act)
    {
        if (Store.Desk.FindTransfer(transferId) is not { } original)
            return new OperatorResult(OperatorOutcome.UnknownTransfer);
        if (original.Kind == TransferKind.Reversal)
            return new OperatorResult(OperatorOutcome.NotReversible);
        var (debit, credit) = (_book.Find(original.Credit)!, _book.Find(original.Debit)!);
        var rest = new Money(original.Amount - original.Reversed);
        if (amount > rest)
            return new OperatorResult(OperatorOutcome.AboveRest) { Rest = rest.MinorUnits };
        if ((debit.Status == AccountStatus.Closed ? debit : credit.Status == AccountStatus.Closed ? credit : null) is { } closed)
            return Told(OperatorOutcome.Closed, closed);
        if (!debit.IsSystem && debit.Balance < amount)
            return Told(OperatorOutcome.InsufficientFunds, debit);
        if (!Fits(debit, credit, amount))
            return Told(OperatorOutcome.Limit, credit);
        Store.Desk.SetReversed(transferId, original.Amount, original.Reversed + amount.MinorUnits);
        return Move(TransferKind.Reversal, debit, credit, amount, debit.IsSystem ? credit : debit, act, transferId) with { Rest = (rest - amount).MinorUnits };
    }

    public OperatorResult SetStatus(string name, AccountStatus status, OperatorAct act)
    {
        if (Reject(name, out var account) is { } refused)
            return refused;
        if (account.Status == status)
            return Told(OperatorOutcome.Unchanged, account);
        if (status == AccountStatus.Closed && account.Balance > Money.Zero)
            return Told(OperatorOutcome.NotEmpty, account);
        Audit(act, Word(account.Status), Word(status));
        Store.Desk.SetStatus(account.Id, status);
        (account.Status, _changedStatus) = (status, true);
        if (status == AccountStatus.Frozen)
            Store.Desk.Report(_at, AccountEvents.Frozen, account.Name);
        return Told(OperatorOutcome.Done, account);
    }

    public OperatorResult OpenAccount(string name, Money openingBalance, OperatorAct act)
    {
        var outcome = OpenAccount(name, null, openingBalance);
        if (outcome != OpenAccountOutcome.Opened)
            return new OperatorResult(outcome == OpenAccountOutcome.NameTaken ? OperatorOutcome.NameTaken : OperatorOutcome.Limit);
        Audit(act, null, Number(openingBalance), openingBalance > Money.Zero ? _lastTransfer : null);
        return Told(OperatorOutcome.Done, _book.Find(name)!) with { TransferId = openingBalance > Money.Zero ? _lastTransfer : null };
    }

    /// <summary>Writes an act down that happens elsewhere.</summary>
    public OperatorResult Record(OperatorAct act)
    {
        Audit(act, act.Before, act.After);
        return new OperatorResult(OperatorOutcome.Done);
    }

    private OperatorResult Move(
        TransferKind kind, AccountState debit, AccountState credit, Money amount, AccountState told, OperatorAct act, long? reverses = null)
    {
        var before = told.Balance;
        Post(kind, debit, credit, amount, act: act, reverses: reverses);
        Audit(act, Number(before), Number(told.Balance), _lastTransfer);
        return Told(OperatorOutcome.Done, told) with { TransferId = _lastTransfer };
    }

    private OperatorResult? Reject(string name, out AccountState account)
    {
        account = _book.Find(name)!;
        return account is null or { IsSystem: true } ? new OperatorResult(OperatorOutcome.UnknownAccount)
            : account.Status == AccountStatus.Closed ? Told(OperatorOutcome.Closed, account) : null;
    }

    // Only @issuance owes, so what it gets back always fits. What it owes is negative: put this way round, no side leaves Int64.
    private static bool Fits(AccountState debit, AccountState credit, Money amount) =>
        (credit.IsSystem || amount <= Money.MaxBalance - credit.Balance) && (!debit.IsSystem || amount <= Money.MaxBalance + debit.Balance);

    private void Audit(OperatorAct act, string? before = null, string? after = null, long? transferId = null)
    {
        var entry = (_audit ?? Store.Audit.ReadHead()).Next(act, _at, before, after, transferId);
        Store.Audit.Insert(entry);
        _audit = new AuditHead(entry.Id, entry.Hash);
    }

    private static OperatorResult Told(OperatorOutcome outcome, AccountState account) =>
        new(outcome) { Account = account.Name, Balance = account.Balance.MinorUnits };

    private static string Number(Money money) => money.MinorUnits.ToString(CultureInfo.InvariantCulture);

    private static string Word(AccountStatus status) => status.ToString().ToLowerInvariant();
}
