using PayHub.Data.Ledger;

namespace PayHub.Tests.Ledgers;

/// <summary>
/// The ledger's rules, written a second time and as plainly as can be, from protocol.md alone: one payment at a time, in memory,
/// with whole numbers wider than the ledger's.
/// </summary>
internal sealed class ReferenceModel(long paymentLimit, long dailyLimit)
{
    private readonly Dictionary<string, long> _idByName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(long Account, long Day), Int128> _paid = [];

    public Dictionary<long, Int128> Balances { get; } = new() { [1] = 0 };

    public bool Knows(string name) => _idByName.ContainsKey(name);

    public void Open(string name, long id)
    {
        Assert.True(_idByName.TryAdd(name, id), $"{name} was opened twice");
        Balances.Add(id, 0);
    }

    public void Grant(long account, long amount) => Move(1, account, amount);

    /// <summary>What an operator moves: from the hub's own account, to it, or back.</summary>
    public void Move(long debit, long credit, long amount)
    {
        Balances[debit] -= amount;
        Balances[credit] += amount;
        Assert.True(debit == 1 || Balances[debit] >= 0, $"account {debit} owes");
    }

    public void Pay(TransferRequest request, long day)
    {
        var (payer, payee) = (_idByName[request.Payer], _idByName[request.Payee]);
        Balances[payer] -= request.Amount.MinorUnits;
        Balances[payee] += request.Amount.MinorUnits;
        _paid[(payer, day)] = PaidOn(payer, day) + request.Amount.MinorUnits;
    }

    public Int128 BalanceOf(string name) => Balances[_idByName[name]];

    /// <summary>The verdict on a payment on a day, in the state at hand.</summary>
    public TransferOutcome Judge(TransferRequest request, long day)
    {
        Int128 amount = request.Amount.MinorUnits;
        var hasPayee = _idByName.TryGetValue(request.Payee, out var payee);
        if (!hasPayee || payee != request.SubmitterId)
            return TransferOutcome.NotAllowed;
        if (!_idByName.TryGetValue(request.Payer, out var payer))
            return TransferOutcome.UnknownPayer;
        if (!request.PayerIsOnline)
            return TransferOutcome.PayerOffline;
        if (payer == payee)
            return TransferOutcome.SelfPayment;
        if (paymentLimit > 0 && amount > paymentLimit)
            return TransferOutcome.Limit;
        if (dailyLimit > 0 && PaidOn(payer, day) + amount > dailyLimit)
            return TransferOutcome.Limit;
        return Balances[payer] < amount ? TransferOutcome.InsufficientFunds : TransferOutcome.Executed;
    }

    private Int128 PaidOn(long account, long day) => _paid.GetValueOrDefault((account, day));
}
