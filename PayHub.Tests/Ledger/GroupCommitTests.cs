using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Tests.Support;

namespace PayHub.Tests.Ledgers;

/// <summary>Many payments, one commit; no answer before it; nothing dropped.</summary>
public sealed class GroupCommitTests
{
    [Fact]
    public async Task Whoever_is_told_finds_the_payment_in_the_file()
    {
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("alice", 1_000_000);
        var bob = await rig.OpenAsync("bob");
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(PayAsync)));

        async Task PayAsync()
        {
            for (var i = 0; i < 25; i++)
            {
                var result = await rig.PayAsync("alice", 1, "bob", bob);
                Assert.Equal(TransferOutcome.Executed, result.Outcome);
                Assert.Equal(
                    result.PayerBalance.MinorUnits, rig.Query($"SELECT debit_after FROM transfers WHERE id = {result.TransferId}"));
            }
        }
    }

    [Fact]
    public async Task What_waits_together_is_one_block()
    {
        const int Payments = 3_000;
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("alice", 1_000_000);
        var bob = await rig.OpenAsync("bob");
        var before = rig.Query("SELECT max(number) FROM blocks");
        Task<TransferResult>[] waiting;
        // While someone else writes, the writer waits, and so does all that is asked of it.
        using (await rig.Gate.EnterAsync(TestContext.Current.CancellationToken))
            waiting = [.. Enumerable.Range(0, Payments).Select(_ => rig.PayAsync("alice", 1, "bob", bob).AsTask())];
        var results = await Task.WhenAll(waiting);
        Assert.All(results, result => Assert.Equal(TransferOutcome.Executed, result.Outcome));
        Assert.Equal(results.Select(r => r.TransferId).Order(), results.Select(r => r.TransferId));
        Assert.InRange(rig.Query("SELECT max(number) FROM blocks") - before, 1, 2);
    }

    [Fact]
    public async Task While_many_signatures_are_checked_payments_gather_for_one_block()
    {
        await using var rig = await LedgerRig.StartAsync(gathering: TestEnvironment.Bound);
        await rig.OpenAsync("alice");
        var bob = await rig.OpenAsync("bob");
        var before = rig.Query("SELECT max(number) FROM blocks");
        var checks = 4 * Environment.ProcessorCount + 1;
        for (var i = 0; i < checks; i++)
            rig.Ledger.BeginCheck();
        Task<TransferResult>[] waiting = [.. Enumerable.Range(0, 500).Select(_ => rig.PayAsync("alice", 1, "bob", bob).AsTask())];
        rig.Ledger.EndCheck();
        var results = await Task.WhenAll(waiting).WaitAsync(TestEnvironment.Bound, TestContext.Current.CancellationToken);
        Assert.All(results, result => Assert.Equal(TransferOutcome.Executed, result.Outcome));
        Assert.Equal(before + 1, rig.Query("SELECT max(number) FROM blocks"));
    }

    [Fact]
    public async Task However_many_signatures_are_checked_payments_go_on()
    {
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("alice");
        var bob = await rig.OpenAsync("bob");
        for (var i = 0; i < 1_000; i++)
            rig.Ledger.BeginCheck();
        for (var i = 0; i < 3; i++)
        {
            var result = await rig.PayAsync("alice", 1, "bob", bob).AsTask().WaitAsync(TestEnvironment.Bound, TestContext.Current.CancellationToken);
            Assert.Equal(TransferOutcome.Executed, result.Outcome);
        }
    }

    [Fact]
    public async Task A_group_is_executed_in_its_order_and_in_one_block()
    {
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("alice");
        var bob = await rig.OpenAsync("bob");
        var before = rig.Query("SELECT max(number) FROM blocks");
        var (group, waiters) = (default(PaymentGroup), new List<TransferTask>());
        for (var amount = 1; amount <= 20; amount++)
        {
            waiters.Add(new TransferTask());
            group.Add(new TransferRequest("alice", new Money(amount), "bob", bob) { PayerIsOnline = true }, waiters[^1]);
        }
        await rig.Ledger.SubmitAsync(group);
        var results = await Task.WhenAll(waiters.Select(waiter => waiter.Task));
        for (var (i, left) = (0, 10_000L); i < results.Length; i++)
            Assert.Equal(left -= i + 1, results[i].PayerBalance.MinorUnits);
        Assert.Equal(before + 1, rig.Query("SELECT max(number) FROM blocks"));
    }

    [Fact]
    public async Task A_group_that_comes_when_the_hub_stops_is_refused_payment_by_payment()
    {
        var rig = await LedgerRig.StartAsync();
        var bob = await rig.OpenAsync("bob");
        await rig.DisposeAsync();
        var (group, waiters) = (default(PaymentGroup), new[] { new TransferTask(), new TransferTask() });
        foreach (var waiter in waiters)
            group.Add(new TransferRequest("alice", new Money(1), "bob", bob) { PayerIsOnline = true }, waiter);
        await rig.Ledger.SubmitAsync(group);
        Assert.All(await Task.WhenAll(waiters.Select(waiter => waiter.Task)), result => Assert.Equal(TransferOutcome.Unavailable, result.Outcome));
    }

    [Fact]
    public async Task A_full_queue_makes_callers_wait_and_drops_nothing()
    {
        const int Payments = 20_000;
        const int QueueLength = 16_384;
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("alice", 1_000_000);
        var bob = await rig.OpenAsync("bob");
        Task<TransferResult>[] waiting;
        using (await rig.Gate.EnterAsync(TestContext.Current.CancellationToken))
        {
            waiting = [.. Enumerable.Range(0, Payments).Select(_ => rig.PayAsync("alice", 1, "bob", bob).AsTask())];
            Assert.Equal(QueueLength, rig.Ledger.Queue.Count);
            Assert.DoesNotContain(waiting, task => task.IsCompleted);
        }
        Assert.All(await Task.WhenAll(waiting), result => Assert.Equal(TransferOutcome.Executed, result.Outcome));
        Assert.Equal(10_000 + Payments, rig.Query("SELECT balance FROM accounts WHERE name = 'bob'"));
    }

    [Fact]
    public async Task A_ledger_that_stops_writes_what_waits_and_refuses_what_comes_later()
    {
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("alice");
        var bob = await rig.OpenAsync("bob");
        Task<TransferResult>[] waiting;
        Task stopped;
        using (await rig.Gate.EnterAsync(TestContext.Current.CancellationToken))
        {
            waiting = [.. Enumerable.Range(0, 100).Select(_ => rig.PayAsync("alice", 1, "bob", bob).AsTask())];
            stopped = rig.StopAsync();
        }
        Assert.All(await Task.WhenAll(waiting), result => Assert.Equal(TransferOutcome.Executed, result.Outcome));
        await stopped;
        Assert.Equal(TransferOutcome.Unavailable, (await rig.PayAsync("alice", 1, "bob", bob)).Outcome);
        Assert.Equal(10_100, rig.Query("SELECT balance FROM accounts WHERE name = 'bob'"));
    }
}
