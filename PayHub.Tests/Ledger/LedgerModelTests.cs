using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Data.Settings;

namespace PayHub.Tests.Ledgers;

/// <summary>The ledger under random concurrent load, held against <see cref="ReferenceModel"/>.</summary>
public sealed class LedgerModelTests(ITestOutputHelper output)
{
    private const int Tasks = 24;
    private const int PaymentsATask = 80;
    private const long MicrosecondsADay = 86_400_000_000;
    private static readonly string[] Names = [.. Enumerable.Range(0, 12).Select(n => $"Acct{n}"), "late0", "late1", "late2", "nobody"];

    private readonly ConcurrentDictionary<string, long> _ids = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<Payment> _payments = new();
    private long _known;

    /// <summary>A payment, its result, and the stretch of the ledger in which it must have been judged.</summary>
    private sealed record Payment(TransferRequest Request, TransferResult Result, long From, long To);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(900, 0)]
    [InlineData(900, 2_500)]
    public async Task Concurrent_payments_are_those_of_the_model_in_the_order_of_their_ids(long paymentLimit, long dailyLimit)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var clock = new ManualClock(new DateTimeOffset(2026, 3, 1, 23, 50, 0, TimeSpan.Zero));
        var limits = new AccountsOptions { KeylessPaymentLimit = paymentLimit, KeylessDailyLimit = dailyLimit };
        await using var rig = await LedgerRig.StartAsync(clock, limits);
        foreach (var name in Names.Where(name => name.StartsWith('A')))
            _ids[name] = await rig.OpenAsync(name, 2_000);

        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(n => Task.Run(() => PlayAsync(rig, clock, new Random(seed + n)))));

        await using var context = rig.Database.OpenRead();
        var transfers = await context.Transfers.OrderBy(t => t.Id).ToListAsync(TestContext.Current.CancellationToken);
        var accounts = await context.Accounts.ToDictionaryAsync(a => a.Id, TestContext.Current.CancellationToken);
        var model = Replay(transfers, accounts, paymentLimit, dailyLimit);
        Assert.Equal(model.Balances, accounts.ToDictionary(a => a.Key, a => (Int128)a.Value.Balance));
        Assert.Equal(0, rig.Query("SELECT sum(balance) FROM accounts"));
        Assert.Equal(_payments.Count(p => p.Result.Outcome != TransferOutcome.Executed), rig.Query("SELECT count(*) FROM refusals"));
        output.WriteLine(string.Join(", ", _payments.CountBy(p => p.Result.Outcome)));
    }

    private async Task PlayAsync(LedgerRig rig, ManualClock clock, Random random)
    {
        for (var i = 0; i < PaymentsATask; i++)
        {
            if (random.Next(40) == 0)
                clock.Move(TimeSpan.FromMinutes(random.Next(-30, 90)));
            if (random.Next(20) == 0)
                await OpenLateAsync(rig, $"late{random.Next(3)}");
            await PayAsync(rig, Invent(random));
        }
    }

    private async Task OpenLateAsync(LedgerRig rig, string name)
    {
        var outcome = await rig.Ledger.OpenAccountAsync(name.ToUpperInvariant(), null, new Money(500));
        if (outcome != OpenAccountOutcome.NameTaken)
            Assert.True(_ids.TryAdd(name, rig.Query($"SELECT id FROM accounts WHERE name_key = '{name}'")), $"{name} was opened twice");
    }

    private TransferRequest Invent(Random random)
    {
        var payer = InSomeCase(Names[random.Next(Names.Length)], random);
        var payee = InSomeCase(Names[random.Next(Names.Length)], random);
        var submitter = random.Next(30) == 0 ? random.Next(2, 20) : _ids.GetValueOrDefault(payee, defaultValue: 2);
        return new TransferRequest(payer, new Money(random.Next(1, 1_200)), payee, submitter) { PayerIsOnline = random.Next(25) != 0 };
    }

    private static string InSomeCase(string name, Random random) => random.Next(3) switch
    {
        0 => name.ToUpperInvariant(),
        1 => name.ToLowerInvariant(),
        _ => name,
    };

    private async Task PayAsync(LedgerRig rig, TransferRequest request)
    {
        var from = Volatile.Read(ref _known);
        var result = await rig.Ledger.TransferAsync(request);
        // By now its batch is committed, so what it saw is at most what anyone can read now.
        var to = rig.Query("SELECT last_transfer FROM ledger_head");
        _payments.Enqueue(new Payment(request, result, from, to));
        long known;
        while ((known = Volatile.Read(ref _known)) < to && Interlocked.CompareExchange(ref _known, to, known) != known)
        {
        }
    }

    private ReferenceModel Replay(List<Transfer> transfers, Dictionary<long, Account> accounts, long paymentLimit, long dailyLimit)
    {
        var model = new ReferenceModel(paymentLimit, dailyLimit);
        var executed = _payments.Where(p => p.Result.Outcome == TransferOutcome.Executed).ToDictionary(p => p.Result.TransferId);
        var refused = _payments.Where(p => p.Result.Outcome != TransferOutcome.Executed).ToHashSet();
        for (var id = 1L; id <= transfers.Count; id++)
        {
            var transfer = transfers[(int)id - 1];
            Assert.Equal(id, transfer.Id);
            if (transfer.Kind == TransferKind.Opening)
                Open(model, transfer, accounts[transfer.CreditId]);
            else if (executed.Remove(id, out var payment))
                Execute(model, transfer, payment);
            else
                Assert.Fail($"transfer {id} was paid, but nobody was told");
            refused.RemoveWhere(p => p.From <= id && id <= p.To && IsJust(model, p, transfer.At / MicrosecondsADay));
        }
        Assert.Empty(executed);
        Assert.Empty(refused);
        return model;
    }

    private static void Open(ReferenceModel model, Transfer transfer, Account account)
    {
        model.Open(account.Name, account.Id);
        model.Grant(account.Id, transfer.Amount);
    }

    private static void Execute(ReferenceModel model, Transfer transfer, Payment payment)
    {
        Assert.InRange(transfer.Id, payment.From + 1, payment.To);
        Assert.Equal(TransferOutcome.Executed, model.Judge(payment.Request, transfer.At / MicrosecondsADay));
        model.Pay(payment.Request, transfer.At / MicrosecondsADay);
        Assert.Equal((Int128)payment.Result.PayerBalance.MinorUnits, model.BalanceOf(payment.Request.Payer));
        Assert.Equal((Int128)payment.Result.PayeeBalance.MinorUnits, model.BalanceOf(payment.Request.Payee));
        Assert.Equal(payment.Request.Amount.MinorUnits, transfer.Amount);
    }

    // A refusal leaves no time behind: it was judged on the day of the transfer before it, or on a later one.
    private static bool IsJust(ReferenceModel model, Payment payment, long day) =>
        payment.Result.Outcome == model.Judge(payment.Request, day) || payment.Result.Outcome == model.Judge(payment.Request, day + 1);
}
