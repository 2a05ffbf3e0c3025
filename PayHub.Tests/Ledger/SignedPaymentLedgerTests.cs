using System.Collections.Concurrent;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Protocol.Signing;
using PayHub.Tests.Support;

namespace PayHub.Tests.Ledgers;

/// <summary>Payments with an id: executed at most once, for ever; which refusals are recorded, for how long, and how many.</summary>
public sealed class SignedPaymentLedgerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_signed_payment_is_executed_once_and_each_repetition_gets_the_same_answer()
    {
        await using var rig = await LedgerRig.StartAsync();
        var alice = await SignedPayer.OpenAsync(rig, "alice");
        var bob = await rig.OpenAsync("bob");
        var payment = alice.Sign(10, "BOB", memo: "tea");
        var first = await alice.SubmitAsync(payment);
        await rig.PayAsync("bob", 5, "alice", alice.Id);
        var again = await alice.SubmitAsync(payment, submitter: bob);
        Assert.Equal(first with { IsRepeated = true }, again);
        Assert.Equal((TransferOutcome.Executed, 9_990, 10_010), (again.Outcome, again.PayerBalance.MinorUnits, again.PayeeBalance.MinorUnits));
        Assert.Equal(("alice", "bob"), (again.Payer, again.Payee));
        Assert.Equal(9_995, alice.Balance);
        Assert.Equal(1, rig.Query($"SELECT count(*) FROM transfers t JOIN payment_proofs p ON p.transfer_id = t.id WHERE t.memo = 'tea' AND p.key_id = {alice.KeyId}"));
    }

    [Fact]
    public async Task Two_submissions_in_one_batch_are_one_payment()
    {
        await using var rig = await LedgerRig.StartAsync();
        var alice = await SignedPayer.OpenAsync(rig, "alice");
        var bob = await rig.OpenAsync("bob");
        var payment = alice.Sign(10, "bob");
        var key = alice.KeyId;
        Task<TransferResult>[] both;
        using (await rig.Gate.EnterAsync(TestContext.Current.CancellationToken))
            both = [.. Enumerable.Range(0, 20).Select(_ => alice.SubmitAsync(payment, bob, key))];
        var results = await Task.WhenAll(both);
        Assert.Single(results, r => !r.IsRepeated);
        Assert.Single(results.Select(r => r.TransferId).Distinct());
        Assert.Equal(9_990, alice.Balance);
    }

    [Fact]
    public async Task An_id_used_again_for_other_content_is_a_duplicate()
    {
        await using var rig = await LedgerRig.StartAsync();
        var alice = await SignedPayer.OpenAsync(rig, "alice");
        await rig.OpenAsync("bob");
        var id = PaymentId.New();
        Assert.Equal(TransferOutcome.Executed, (await alice.SubmitAsync(alice.Sign(10, "bob", id))).Outcome);
        Assert.Equal(TransferOutcome.Duplicate, (await alice.SubmitAsync(alice.Sign(11, "bob", id))).Outcome);
        Assert.Equal(9_990, alice.Balance);
    }

    [Fact]
    public async Task What_a_signature_says_is_judged_in_the_wires_order()
    {
        await using var rig = await LedgerRig.StartAsync();
        var alice = await SignedPayer.OpenAsync(rig, "alice");
        var bob = await rig.OpenAsync("bob");
        var carol = await rig.OpenAsync("carol");
        var past = DateTimeOffset.UtcNow.AddSeconds(-5);
        Assert.Equal(TransferOutcome.NotAllowed, (await alice.SubmitAsync(alice.Sign(1, "bob"), carol)).Outcome);
        Assert.Equal(TransferOutcome.BadSignature, (await alice.SubmitAsync(alice.Sign(1, "bob", expires: past, hub: alice.Identity.Public.Fingerprint), bob, keyId: 999)).Outcome);
        Assert.Equal(TransferOutcome.WrongHub, (await alice.SubmitAsync(alice.Sign(1, "bob", expires: past, hub: alice.Identity.Public.Fingerprint))).Outcome);
        Assert.Equal(TransferOutcome.Expired, (await alice.SubmitAsync(alice.Sign(1, "nobody", expires: past))).Outcome);
        Assert.Equal(TransferOutcome.UnknownPayee, (await alice.SubmitAsync(alice.Sign(1, "nobody"))).Outcome);
        Assert.Equal(TransferOutcome.SelfPayment, (await alice.SubmitAsync(alice.Sign(1, "alice"))).Outcome);
        Assert.Equal(TransferOutcome.KeyRequired, (await rig.PayAsync("alice", 1, "bob", bob)).Outcome);
        Assert.Equal(2, rig.Query("SELECT count(*) FROM payment_ids"));
        Assert.Equal(10_000, alice.Balance);
    }

    [Fact]
    public async Task A_recorded_refusal_stands_even_when_its_reason_is_gone()
    {
        await using var rig = await LedgerRig.StartAsync();
        var alice = await SignedPayer.OpenAsync(rig, "alice", 5);
        await rig.OpenAsync("bob");
        var payment = alice.Sign(10, "bob");
        Assert.Equal(TransferOutcome.InsufficientFunds, (await alice.SubmitAsync(payment)).Outcome);
        await rig.PayAsync("bob", 100, "alice", alice.Id);
        var again = await alice.SubmitAsync(payment);
        Assert.Equal((TransferOutcome.InsufficientFunds, true), (again.Outcome, again.IsRepeated));
        Assert.Equal(TransferOutcome.Duplicate, (await alice.SubmitAsync(alice.Sign(1, "bob", payment.PaymentId))).Outcome);
        Assert.Equal(TransferOutcome.Executed, (await alice.SubmitAsync(alice.Sign(10, "bob"))).Outcome);
    }

    [Fact]
    public async Task A_payer_has_at_most_a_thousand_recorded_refusals_and_they_are_forgotten_in_time()
    {
        var clock = new ManualClock(Noon);
        await using var rig = await LedgerRig.StartAsync(clock);
        var alice = await SignedPayer.OpenAsync(rig, "alice");
        await rig.OpenAsync("bob");
        var key = alice.KeyId;
        var expires = Noon.AddMinutes(10);
        for (var i = 0; i < 1000; i++)
            Assert.Equal(TransferOutcome.UnknownPayee, (await alice.SubmitAsync(alice.Sign(1, "nobody", expires: expires), alice.Id, key)).Outcome);
        var unrecorded = alice.Sign(1, "nobody", expires: expires);
        Assert.Equal(TransferOutcome.TooMany, (await alice.SubmitAsync(unrecorded)).Outcome);
        Assert.Equal(TransferOutcome.TooMany, (await rig.Ledger.CancelAsync(alice.Id, PaymentId.New())).Outcome);
        Assert.Equal(1000, rig.Query("SELECT count(*) FROM payment_ids"));
        // Whoever has money is still paid by the same payer.
        Assert.Equal(TransferOutcome.Executed, (await alice.SubmitAsync(alice.Sign(1, "bob", expires: expires))).Outcome);
        clock.Move(TimeSpan.FromMinutes(10) + TimeSpan.FromHours(48));
        Assert.Equal(TransferOutcome.UnknownPayee, (await alice.SubmitAsync(alice.Sign(1, "nobody", expires: clock.GetUtcNow().AddMinutes(1)))).Outcome);
        Assert.Equal(2, rig.Query("SELECT count(*) FROM payment_ids"));
    }

    [Fact]
    public async Task A_cancelled_id_is_never_executed_and_an_executed_one_not_cancelled()
    {
        await using var rig = await LedgerRig.StartAsync();
        var alice = await SignedPayer.OpenAsync(rig, "alice");
        await rig.OpenAsync("bob");
        var payment = alice.Sign(10, "bob");
        Assert.Equal(new CancelResult(TransferOutcome.Cancelled, 0, false), await rig.Ledger.CancelAsync(alice.Id, payment.PaymentId));
        Assert.Equal(new CancelResult(TransferOutcome.Cancelled, 0, true), await rig.Ledger.CancelAsync(alice.Id, payment.PaymentId));
        Assert.Equal(TransferOutcome.Cancelled, (await alice.SubmitAsync(payment)).Outcome);
        var executed = alice.Sign(10, "bob");
        var transfer = await alice.SubmitAsync(executed);
        Assert.Equal(new CancelResult(TransferOutcome.Executed, transfer.TransferId, true), await rig.Ledger.CancelAsync(alice.Id, executed.PaymentId));
        Assert.Equal(9_990, alice.Balance);
    }

    [Fact]
    public async Task A_cancelled_id_is_not_executed_however_long_after_and_whatever_time_it_was_signed_for()
    {
        var clock = new ManualClock(Noon);
        await using var rig = await LedgerRig.StartAsync(clock);
        var alice = await SignedPayer.OpenAsync(rig, "alice");
        await rig.OpenAsync("bob");
        var payment = alice.Sign(10, "bob", expires: Noon.AddHours(100));
        await rig.Ledger.CancelAsync(alice.Id, payment.PaymentId);
        clock.Move(TimeSpan.FromHours(77));
        Assert.Equal(TransferOutcome.UnknownPayee, (await alice.SubmitAsync(alice.Sign(1, "nobody", expires: Noon.AddHours(80)))).Outcome);
        Assert.Equal(TransferOutcome.Cancelled, (await alice.SubmitAsync(payment)).Outcome);
    }

    [Fact]
    public async Task What_expired_stays_expired_when_the_clock_is_set_back()
    {
        var clock = new ManualClock(Noon);
        await using var rig = await LedgerRig.StartAsync(clock);
        var alice = await SignedPayer.OpenAsync(rig, "alice");
        await rig.OpenAsync("bob");
        var payment = alice.Sign(10, "bob", expires: Noon.AddMinutes(1));
        clock.Move(TimeSpan.FromMinutes(1));
        Assert.Equal(TransferOutcome.Expired, (await alice.SubmitAsync(payment)).Outcome);
        clock.Move(TimeSpan.FromMinutes(-1));
        Assert.Equal(TransferOutcome.Expired, (await alice.SubmitAsync(payment)).Outcome);
    }

    [Fact]
    public async Task Whoever_is_told_and_throws_stops_the_hub_in_order_and_nobody_waits_for_ever()
    {
        await using var rig = await LedgerRig.StartAsync();
        var alice = await rig.OpenAsync("alice");
        var bob = await rig.OpenAsync("bob");
        Task<TransferResult> first, second;
        using (await rig.Gate.EnterAsync(TestContext.Current.CancellationToken))
        {
            var waiter = new Waiter(_ => throw new InvalidTimeZoneException("a bug"));
            await rig.SubmitAsync(new TransferRequest("alice", new Money(1), "bob", bob) { PayerIsOnline = true }, waiter);
            first = waiter.Task;
            second = rig.PayAsync("bob", 1, "alice", alice).AsTask();
        }
        rig.Errors.Expect(2001);
        Assert.Equal(TransferOutcome.OutcomeUnknown, (await first).Outcome);
        Assert.Contains((await second).Outcome, new[] { TransferOutcome.OutcomeUnknown, TransferOutcome.Unavailable });
        Assert.True(rig.Lifetime.ApplicationStopping.WaitHandle.WaitOne(TestEnvironment.Bound));
        Environment.ExitCode = 0;
    }

    [Fact]
    public async Task Results_are_told_in_the_order_of_the_ledger()
    {
        await using var rig = await LedgerRig.StartAsync();
        var alice = await SignedPayer.OpenAsync(rig, "alice");
        await rig.OpenAsync("bob");
        var told = new ConcurrentQueue<long>();
        var key = alice.Id;
        var payments = Enumerable.Range(0, 200).Select(_ => new Waiter(r => told.Enqueue(r.TransferId))).ToList();
        foreach (var payment in payments)
            await rig.SubmitAsync(new TransferRequest("bob", new Money(1), "alice", key) { PayerIsOnline = true }, payment);
        foreach (var payment in payments)
            Assert.Contains((await payment.Task).TransferId, told.ToArray());
        Assert.Equal(told.Order(), told);
    }

    private sealed class Waiter(Action<TransferResult> told) : ITransferWaiter
    {
        private readonly TaskCompletionSource<TransferResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<TransferResult> Task => _done.Task;

        public void Decided(in TransferResult result)
        {
            told(result);
            _done.SetResult(result);
        }

        public void Abandoned() => _done.SetResult(TransferResult.NotExecuted(TransferOutcome.OutcomeUnknown));
    }
}
