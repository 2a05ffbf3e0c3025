using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Settings;

namespace PayHub.Data.Ledger;

/// <summary>
/// One batch: the rules of the ledger, applied to one command after the other inside one database transaction, and the block
/// that seals what moved.
/// </summary>
internal sealed partial class LedgerBatch
{
    private const int RefusalsKept = 100_000;
    private const int SessionsKept = 1_000_000;
    private const int SessionsADeletion = 100;
    private const long SessionsKeptMicroseconds = 90 * 86_400_000_000;

    private readonly AccountBook _book;
    private readonly PaymentJudge _judge;
    private readonly PaymentIdBook _paymentIds;
    private readonly LedgerPosition _before;
    private readonly BlockHash _hash;
    private readonly long _at;
    private long _lastTransfer;
    private long _lastAccount;
    private long _lastRefusal;
    private long _lastKey;

    public LedgerBatch(SqliteLedgerStore store, AccountBook book, BlockHash hash, AccountsOptions limits, LedgerPosition before, long now)
    {
        (Store, _book, _hash, _before) = (store, book, hash, before);
        // A clock that was set back must not reorder the ledger.
        _at = Math.Max(before.LastAt, now);
        _judge = new PaymentJudge(store, limits, _at);
        _paymentIds = new PaymentIdBook(store.PaymentIds, _at);
        (_lastTransfer, _lastAccount, _lastRefusal, _lastKey) = (before.LastTransfer, before.LastAccount, before.LastRefusal, before.LastKey);
        _hash.Begin(before.LastHash);
    }

    public SqliteLedgerStore Store { get; }

    public bool MovedMoney => _lastTransfer > _before.LastTransfer;

    /// <summary>Whether accounts were opened, or their keys or states changed.</summary>
    public bool ChangedAccounts => _lastAccount > _before.LastAccount || _lastKey > _before.LastKey || _changedStatus;

    /// <summary>Whether a session was written down as over: only then can anybody read why.</summary>
    public bool EndedSessions { get; private set; }

    public bool Refused => _lastRefusal > _before.LastRefusal;

    public TransferResult Pay(TransferRequest request)
    {
        var (payer, payee) = (_book.Find(request.Payer), _book.Find(request.Payee));
        var recorded = payer is not null && request.Signature is { } signature ? _paymentIds.Find(payer.Id, signature.PaymentId) : null;
        var @case = new PaymentCase(request, payer, payee, recorded);
        var outcome = _judge.Judge(@case);
        if (outcome != TransferOutcome.Executed)
            return Refuse(@case, outcome);
        return PaymentJudge.IsExecuted(@case) ? Repeat(@case) : Execute(@case);
    }

    /// <summary>Records that a payment id is never to be executed, unless it has a verdict.</summary>
    public CancelResult Cancel(long payerId, string paymentId)
    {
        if (_paymentIds.Find(payerId, paymentId) is { } verdict)
            return new CancelResult(verdict.Outcome, verdict.TransferId, IsRepeated: true);
        var recorded = _paymentIds.TryCancel(payerId, paymentId);
        return new CancelResult(recorded ? TransferOutcome.Cancelled : TransferOutcome.TooMany, 0, IsRepeated: false);
    }

    /// <summary>Opens an account, bound to a key where one is given.</summary>
    public OpenAccountOutcome OpenAccount(string name, byte[]? spki, Money openingBalance)
    {
        if (_book.Find(name) is not null)
            return OpenAccountOutcome.NameTaken;
        if (spki is not null && Store.Keys.IsBound(spki))
            return OpenAccountOutcome.KeyTaken;
        var issuance = _book.Find(Account.IssuanceName)!;
        // What @issuance owes is negative: put this way round, no side leaves Int64.
        if (openingBalance > Money.MaxBalance + issuance.Balance)
            return OpenAccountOutcome.Unavailable;
        var account = new AccountState
        {
            Id = ++_lastAccount,
            Name = name,
            IsSystem = false,
            KeyKind = spki is null ? KeyKind.Keyless : KeyKind.Keyed,
            Status = AccountStatus.Active,
            Balance = Money.Zero,
        };
        Store.InsertAccount(account, _at);
        Store.Desk.Report(_at, AccountEvents.Created, account.Name);
        if (spki is not null)
            Bind(account, spki);
        _book.Add(account);
        if (openingBalance > Money.Zero)
            Post(TransferKind.Opening, issuance, account, openingBalance);
        return OpenAccountOutcome.Opened;
    }

    /// <summary>Opens a window, in place of any before it, for binding a new key by a one-time code.</summary>
    public bool OpenEnrolment(string name, byte[] codeHash, TimeSpan lasting, OperatorAct act)
    {
        if (_book.Find(name) is not { IsSystem: false, Status: not AccountStatus.Closed } account)
            return false;
        Store.Keys.OpenEnrolment(account.Id, codeHash, _at + (long)lasting.TotalMicroseconds);
        Audit(act);
        return true;
    }

    /// <summary>Binds a new key to an account whose window is open, and ends the old one.</summary>
    public EnrolOutcome Enrol(string name, byte[] codeHash, byte[] spki)
    {
        if (_book.Find(name) is not { IsSystem: false, Status: not AccountStatus.Closed } account
            || !Store.Keys.TryEnrolment(account.Id, codeHash, _at))
            return EnrolOutcome.Refused;
        if (Store.Keys.IsBound(spki))
            return EnrolOutcome.KeyTaken;
        Store.Keys.CloseEnrolment(account.Id);
        Store.Keys.End(account.Id, _lastTransfer);
        Bind(account, spki);
        account.KeyKind = KeyKind.Keyed;
        Store.SetKeyed(account.Id);
        return EnrolOutcome.Enrolled;
    }

    public void StartSession(OnlineSession session)
    {
        Store.StartSession(session);
        if (session.Id % SessionsADeletion == 0)
            Store.DeleteOldSessions(_at - SessionsKeptMicroseconds, session.Id - SessionsKept);
    }

    public void EndSession(long id, SessionEnd reason, DateTimeOffset at, long requests, long bytes)
    {
        Store.EndSession(id, reason, at, requests, bytes);
        EndedSessions = true;
    }

    /// <summary>Writes balances, block and head, and a share of the postings that are due.</summary>
    /// <returns>Where the ledger stands once this is committed.</returns>
    public LedgerPosition Seal()
    {
        _book.WriteBalances();
        var after = _before with { LastAccount = _lastAccount, LastRefusal = _lastRefusal, LastKey = _lastKey };
        if (_audit is { } head)
            Store.Audit.SetHead(head);
        if (!MovedMoney)
            return after;
        var block = new Block
        {
            Number = _before.LastBlock + 1,
            FirstId = _before.LastTransfer + 1,
            LastId = _lastTransfer,
            At = _at,
            Hash = _hash.End(),
        };
        Store.InsertBlock(block);
        Store.SetHead(block);
        Store.Postings.MergeFor(block.LastId - _before.LastTransfer);
        return after with { LastTransfer = _lastTransfer, LastBlock = block.Number, LastHash = block.Hash, LastAt = _at };
    }

    private void Bind(AccountState account, byte[] spki)
    {
        Store.Keys.Bind(++_lastKey, account.Id, spki, _lastTransfer);
        account.KeyId = _lastKey;
    }

    private TransferResult Execute(in PaymentCase c)
    {
        var (payer, payee, signature) = (c.Payer!, c.Payee!, c.Request.Signature);
        _judge.Executed(payer, c.Request.Amount);
        Post(TransferKind.Payment, payer, payee, c.Request.Amount, signature);
        if (signature is not null)
            _paymentIds.Executed(payer.Id, signature, _lastTransfer);
        return new TransferResult(TransferOutcome.Executed, _lastTransfer, payer.Balance, payee.Balance) { Payer = payer.Name, Payee = payee.Name };
    }

    private TransferResult Repeat(in PaymentCase c)
    {
        var id = c.Recorded!.TransferId;
        var (payer, payee) = Store.BalancesAfter(id);
        return new TransferResult(TransferOutcome.Executed, id, payer, payee) { IsRepeated = true, Payer = c.Payer!.Name, Payee = c.Payee?.Name };
    }

    private void Post(
        TransferKind kind, AccountState debit, AccountState credit, Money amount, PaymentSignature? signature = null, OperatorAct? act = null, long? reverses = null)
    {
        _book.SetBalance(debit, debit.Balance - amount);
        _book.SetBalance(credit, credit.Balance + amount);
        var canonical = new CanonicalTransfer(
            ++_lastTransfer, _at, kind, debit.Id, credit.Id, amount.MinorUnits, reverses, signature?.PaymentId, signature?.KeyId, signature?.Jws,
            act?.OperatorId, act?.Reason);
        Store.InsertTransfer(canonical, debit.Balance, credit.Balance, signature?.Memo, _hash.Append(canonical));
        if (signature is not null)
            Store.PaymentIds.InsertProof(_lastTransfer, signature.KeyId!.Value, signature.Jws);
        if (act is not null)
            Store.Desk.InsertNote(_lastTransfer, act.OperatorId, act.Reason!);
    }

    private TransferResult Refuse(in PaymentCase c, TransferOutcome outcome)
    {
        var isRepeated = c.Recorded is not null;
        if (!isRepeated && c.Request.Signature is { } signature && PaymentIdBook.IsRecorded(outcome)
            && !_paymentIds.TryRefuse(c.Payer!.Id, signature, outcome))
            outcome = TransferOutcome.TooMany;
        Store.InsertRefusal(++_lastRefusal, _at, c, outcome);
        if (_lastRefusal % 1000 == 0)
            Store.DeleteRefusalsUpTo(_lastRefusal - RefusalsKept);
        return TransferResult.NotExecuted(outcome) with { IsRepeated = isRepeated, Payer = c.Payer?.Name, Payee = c.Payee?.Name };
    }
}
