using System.Security.Cryptography;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Settings;

namespace PayHub.Data.Ledger;

/// <summary>
/// One batch: the rules of the ledger, applied to one command after the other inside one database transaction, and the block
/// that seals what moved.
/// </summary>
internal sealed class LedgerBatch : IDisposable
{
    private const int RefusalsKept = 100_000;
    private const int SessionsKept = 1_000_000;
    private const int SessionsADeletion = 100;
    private const long SessionsKeptMicroseconds = 90 * MicrosecondsADay;
    private const long MicrosecondsADay = 86_400_000_000;

    private readonly AccountBook _book;
    private readonly AccountsOptions _limits;
    private readonly LedgerPosition _before;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly long _at;
    private long _lastTransfer;
    private long _lastAccount;
    private long _lastRefusal;

    public LedgerBatch(SqliteLedgerStore store, AccountBook book, AccountsOptions limits, LedgerPosition before, long now)
    {
        (Store, _book, _limits, _before) = (store, book, limits, before);
        // A clock that was set back must not reorder the ledger.
        _at = Math.Max(before.LastAt, now);
        (_lastTransfer, _lastAccount, _lastRefusal) = (before.LastTransfer, before.LastAccount, before.LastRefusal);
        _hash.AppendData(before.LastHash);
    }

    public SqliteLedgerStore Store { get; }

    public bool MovedMoney => _lastTransfer > _before.LastTransfer;

    public bool OpenedAccounts => _lastAccount > _before.LastAccount;

    public bool Refused => _lastRefusal > _before.LastRefusal;

    public TransferResult Pay(TransferRequest request)
    {
        var payer = _book.Find(request.Payer);
        var payee = _book.Find(request.Payee);
        var outcome = Judge(request, payer, payee);
        if (outcome != TransferOutcome.Executed)
        {
            Refuse(request, payer, payee, outcome);
            return TransferResult.NotExecuted(outcome);
        }
        if (_limits.KeylessDailyLimit > 0)
            payer!.PaidToday += request.Amount;
        Post(TransferKind.Payment, payer!, payee!, request.Amount);
        return new TransferResult(outcome, _lastTransfer, payer!.Balance, payee!.Balance);
    }

    public OpenAccountOutcome OpenAccount(string name, KeyKind keyKind, Money openingBalance)
    {
        if (_book.Find(name) is not null)
            return OpenAccountOutcome.NameTaken;
        var issuance = _book.Find(Account.IssuanceName)!;
        // What @issuance owes is negative: put this way round, no side leaves Int64.
        if (openingBalance > Money.MaxBalance + issuance.Balance)
            return OpenAccountOutcome.Unavailable;
        var account = new AccountState
        {
            Id = ++_lastAccount,
            Name = name,
            IsSystem = false,
            KeyKind = keyKind,
            Status = AccountStatus.Active,
            Balance = Money.Zero,
        };
        Store.InsertAccount(account, _at);
        _book.Add(account);
        if (openingBalance > Money.Zero)
            Post(TransferKind.Opening, issuance, account, openingBalance);
        return OpenAccountOutcome.Opened;
    }

    public void StartSession(OnlineSession session)
    {
        Store.StartSession(session);
        if (session.Id % SessionsADeletion == 0)
            Store.DeleteOldSessions(_at - SessionsKeptMicroseconds, session.Id - SessionsKept);
    }

    /// <summary>Writes balances, block and head.</summary>
    /// <returns>Where the ledger stands once this is committed.</returns>
    public LedgerPosition Seal()
    {
        _book.WriteBalances();
        if (!MovedMoney)
            return _before with { LastAccount = _lastAccount, LastRefusal = _lastRefusal };
        var block = new Block
        {
            Number = _before.LastBlock + 1,
            FirstId = _before.LastTransfer + 1,
            LastId = _lastTransfer,
            At = _at,
            Hash = _hash.GetHashAndReset(),
        };
        Store.InsertBlock(block);
        Store.SetHead(block);
        return new LedgerPosition(_lastTransfer, block.Number, block.Hash, _at, _lastAccount, _lastRefusal);
    }

    public void Dispose() => _hash.Dispose();

    // The order is the wire's order of precedence: one request always gets one answer.
    private TransferOutcome Judge(TransferRequest request, AccountState? payer, AccountState? payee)
    {
        if (payee?.Id != request.SubmitterId)
            return TransferOutcome.NotAllowed;
        if (!IsPayable(payer))
            return TransferOutcome.UnknownPayer;
        if (payer!.KeyKind == KeyKind.Keyed)
            return TransferOutcome.KeyRequired;
        if (!request.PayerIsOnline)
            return TransferOutcome.PayerOffline;
        if (!IsPayable(payee))
            return TransferOutcome.UnknownPayee;
        if (payer.Id == payee!.Id)
            return TransferOutcome.SelfPayment;
        if (payer.Status == AccountStatus.Frozen || payee.Status == AccountStatus.Frozen)
            return TransferOutcome.Frozen;
        if (IsAboveLimit(payer, payee, request.Amount))
            return TransferOutcome.Limit;
        return payer.Balance < request.Amount ? TransferOutcome.InsufficientFunds : TransferOutcome.Executed;
    }

    private static bool IsPayable(AccountState? account) =>
        account is { IsSystem: false, Status: not AccountStatus.Closed };

    private bool IsAboveLimit(AccountState payer, AccountState payee, Money amount)
    {
        if (amount > Money.MaxBalance - payee.Balance)
            return true;
        CountToday(payer);
        return IsOver(amount, _limits.KeylessPaymentLimit, Money.Zero) || IsOver(amount, _limits.KeylessDailyLimit, payer.PaidToday);
    }

    private static bool IsOver(Money amount, long limit, Money used) => limit > 0 && amount > new Money(limit) - used;

    private void CountToday(AccountState payer)
    {
        var day = _at / MicrosecondsADay;
        if (payer.Day == day || _limits.KeylessDailyLimit == 0)
            return;
        payer.Day = day;
        payer.PaidToday = Store.PaidSince(payer.Id, day * MicrosecondsADay);
    }

    private void Post(TransferKind kind, AccountState debit, AccountState credit, Money amount)
    {
        _book.SetBalance(debit, debit.Balance - amount);
        _book.SetBalance(credit, credit.Balance + amount);
        var canonical = new CanonicalTransfer(++_lastTransfer, _at, kind, debit.Id, credit.Id, amount.MinorUnits);
        Store.InsertTransfer(canonical, debit.Balance, credit.Balance, canonical.AppendTo(_hash));
    }

    private void Refuse(TransferRequest request, AccountState? payer, AccountState? payee, TransferOutcome outcome)
    {
        Store.InsertRefusal(++_lastRefusal, _at, payer?.Id, payee?.Id, request, outcome);
        if (_lastRefusal % 1000 == 0)
            Store.DeleteRefusalsUpTo(_lastRefusal - RefusalsKept);
    }
}
