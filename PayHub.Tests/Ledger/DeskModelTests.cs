using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Model;

namespace PayHub.Tests.Ledgers;

/// <summary>Operators and payers at once, at random, held against <see cref="ReferenceModel"/> in the order in which the ledger took them.</summary>
public sealed class DeskModelTests(ITestOutputHelper output)
{
    private const int Tasks = 12;
    private const int ActsATask = 60;
    private static readonly string[] Names = ["a0", "a1", "a2", "a3"];

    private readonly ConcurrentDictionary<long, OperatorResult> _moved = new();
    private readonly ConcurrentDictionary<long, TransferResult> _paid = new();
    private readonly ConcurrentDictionary<string, long> _ids = new();

    [Fact]
    public async Task Whatever_operators_do_balances_and_reversals_are_those_of_the_model()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        await using var rig = await LedgerRig.StartAsync();
        foreach (var name in Names)
            _ids[name] = await rig.OpenAsync(name, 500);
        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(n => Task.Run(() => PlayAsync(rig, new Random(seed + n)))));

        await using var db = rig.Database.OpenRead();
        var transfers = await db.Transfers.OrderBy(t => t.Id).ToListAsync(TestContext.Current.CancellationToken);
        var audit = await db.Audit.OrderBy(a => a.Id).ToListAsync(TestContext.Current.CancellationToken);
        var model = Replay(transfers);
        Assert.Equal(model.Balances, await db.Accounts.ToDictionaryAsync(a => a.Id, a => (Int128)a.Balance, TestContext.Current.CancellationToken));
        Assert.Equal(transfers.Where(t => _moved.ContainsKey(t.Id)).Select(t => (long?)t.Id), audit.Where(a => a.TransferId != null).Select(a => a.TransferId));
        foreach (var status in audit.Where(a => a.TransferId == null).GroupBy(a => a.TargetId))
            Assert.All(status.Zip(status.Skip(1)), pair => Assert.Equal(pair.First.After, pair.Second.Before));
        output.WriteLine(string.Join(", ", transfers.CountBy(t => t.Kind)));
    }

    private async Task PlayAsync(LedgerRig rig, Random random)
    {
        for (var i = 0; i < ActsATask; i++)
        {
            var (name, other, amount) = (Names[random.Next(4)], Names[random.Next(4)], random.Next(1, 300));
            var act = LedgerRig.ActOn(name);
            switch (random.Next(6))
            {
                case 0:
                    Note(await rig.Desk.DepositAsync(name, new Money(amount), act));
                    break;
                case 1:
                    Note(await rig.Desk.WithdrawAsync(name, new Money(amount), act));
                    break;
                case 2:
                    Note(await rig.Desk.ReverseAsync(random.NextInt64(1, 1 + rig.Query("SELECT last_transfer FROM ledger_head")), new Money(amount), act));
                    break;
                case 3:
                    await rig.Desk.SetStatusAsync(name, random.Next(2) == 0 ? AccountStatus.Frozen : AccountStatus.Active, act);
                    break;
                default:
                    var result = await rig.PayAsync(name, amount, other, _ids[other]);
                    Assert.True(result.Outcome != TransferOutcome.Executed || _paid.TryAdd(result.TransferId, result));
                    break;
            }
        }
    }

    private void Note(OperatorResult result)
    {
        Assert.Equal(result.Outcome == OperatorOutcome.Done, result.TransferId is not null);
        if (result.TransferId is { } id)
            Assert.True(_moved.TryAdd(id, result), $"transfer {id} was told twice");
    }

    private ReferenceModel Replay(List<Transfer> transfers)
    {
        var model = new ReferenceModel(0, 0);
        var left = new Dictionary<long, long>();
        foreach (var t in transfers)
        {
            if (t.Kind == TransferKind.Opening)
                model.Open(_ids.Single(i => i.Value == t.CreditId).Key, t.CreditId);
            model.Move(t.DebitId, t.CreditId, t.Amount);
            Assert.Equal((t.DebitAfter, t.CreditAfter), ((long)model.Balances[t.DebitId], (long)model.Balances[t.CreditId]));
            Assert.True(t.Kind == TransferKind.Opening || _moved.ContainsKey(t.Id) != _paid.ContainsKey(t.Id), $"nobody was told of transfer {t.Id}");
            if (t.ReversesId is not { } original)
                left[t.Id] = t.Amount;
            else
                Assert.Equal(_moved[t.Id].Rest, left[original] -= t.Amount);
            Assert.All(left.Values, rest => Assert.True(rest >= 0));
        }
        Assert.Equal(_moved.Count + _paid.Count + Names.Length, transfers.Count);
        return model;
    }
}
