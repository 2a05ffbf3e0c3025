using PayHub.Data;
using PayHub.Data.Ledger;

namespace PayHub.Bench.Seeding;

/// <summary>What is handed to the ledger at once, and so becomes a block or two; then what became of it.</summary>
internal sealed class Burst(Crowd crowd, SeedCounts counts)
{
    // As the host's default.
    private const long OpeningBalance = 10_000;

    private readonly List<(int Person, Task<OpenAccountOutcome> Done)> _openings = [];
    private readonly List<(int Payer, int Payee, TransferRequest Request, Task<TransferResult> Done)> _payments = [];
    private readonly List<(int? Person, Task<OperatorResult> Done, Action? WhenDone)> _acts = [];

    /// <summary>The newest payments, for whoever wants to reverse one.</summary>
    public List<(long TransferId, long Amount)> Executed { get; } = [];

    public int Count => _openings.Count + _payments.Count + _acts.Count;

    public void Open(Ledger ledger, int person) =>
        _openings.Add((person, ledger.OpenAccountAsync(Crowd.NameOf(person), crowd.IdentityOf(person)?.Public.Spki, new Money(OpeningBalance)).AsTask()));

    public void Pay(Ledger ledger, int payer, int payee, TransferRequest request) =>
        _payments.Add((payer, payee, request, ledger.TransferAsync(request).AsTask()));

    /// <summary>Takes on what an operator does.</summary>
    /// <param name="person">Whose balance the answer tells; null where that is open.</param>
    /// <param name="done">The answer.</param>
    /// <param name="whenDone">Told where it was done.</param>
    public void Act(int? person, Task<OperatorResult> done, Action? whenDone = null) => _acts.Add((person, done, whenDone));

    /// <summary>Waits until all of it is durable or refused, and takes over what it changed.</summary>
    /// <exception cref="BenchException">The ledger could not: see its log.</exception>
    public async Task SettleAsync()
    {
        Executed.Clear();
        foreach (var (person, done) in _openings)
            Settle(person, await done);
        foreach (var (payer, payee, request, done) in _payments)
            Settle(payer, payee, request, await done);
        foreach (var (person, done, whenDone) in _acts)
            Settle(person, await done, whenDone);
        _openings.Clear();
        _payments.Clear();
        _acts.Clear();
    }

    private void Settle(int person, OpenAccountOutcome outcome)
    {
        if (outcome != OpenAccountOutcome.Opened)
            throw new BenchException($"The account {Crowd.NameOf(person)} could not be opened: {outcome}.");
        crowd.SetBalance(person, OpeningBalance);
        counts.Accounts++;
        counts.Transfers++;
    }

    private void Settle(int payer, int payee, TransferRequest request, TransferResult result)
    {
        if (result.Outcome is TransferOutcome.Unavailable or TransferOutcome.OutcomeUnknown or TransferOutcome.BadSignature or TransferOutcome.KeyRequired)
            throw new BenchException($"A payment of {Crowd.NameOf(payer)} ended as {result.Outcome}.");
        if (result.Outcome != TransferOutcome.Executed)
        {
            counts.Refused++;
            return;
        }
        Executed.Add((result.TransferId, request.Amount.MinorUnits));
        crowd.SetBalance(payer, result.PayerBalance.MinorUnits);
        crowd.SetBalance(payee, result.PayeeBalance.MinorUnits);
        counts.Transfers++;
        counts.Payments++;
        counts.Signed += request.Signature is null ? 0 : 1;
    }

    private void Settle(int? person, OperatorResult result, Action? whenDone)
    {
        if (result.Outcome is OperatorOutcome.Unavailable or OperatorOutcome.OutcomeUnknown)
            throw new BenchException($"An operator's act ended as {result.Outcome}.");
        if (result.Outcome != OperatorOutcome.Done)
            return;
        whenDone?.Invoke();
        if (person is { } known && result.Balance is { } balance)
            crowd.SetBalance(known, balance);
        if (result.TransferId is null)
            return;
        counts.Transfers++;
        counts.ByOperators++;
    }
}
