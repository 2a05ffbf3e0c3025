using Microsoft.Data.Sqlite;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Model;

namespace PayHub.Tests.Ledgers;

/// <summary>How operators move money: in, out and back.</summary>
public sealed class DeskTests
{
    private static Task<OperatorResult> DepositAsync(LedgerRig rig, string account, long amount) =>
        rig.Desk.DepositAsync(account, new Money(amount), LedgerRig.ActOn(account));

    private static Task<OperatorResult> WithdrawAsync(LedgerRig rig, string account, long amount) =>
        rig.Desk.WithdrawAsync(account, new Money(amount), LedgerRig.ActOn(account, "account.withdraw"));

    private static Task<OperatorResult> ReverseAsync(LedgerRig rig, long transfer, long amount) =>
        rig.Desk.ReverseAsync(transfer, new Money(amount), LedgerRig.ActOn($"{transfer}", "transfer.reverse"));

    [Fact]
    public async Task A_deposit_and_a_withdrawal_are_transfers_with_their_operator_reason_and_audit_row()
    {
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("Alice", 100);
        Assert.Equal(
            new OperatorResult(OperatorOutcome.Done) { TransferId = 2, Account = "Alice", Balance = 150 },
            await rig.Desk.DepositAsync("ALICE", new Money(50), LedgerRig.ActOn("Alice", reason: "cash at the desk")));
        Assert.Equal(new OperatorResult(OperatorOutcome.Done) { TransferId = 3, Account = "Alice", Balance = 30 }, await WithdrawAsync(rig, "alice", 120));
        Assert.Equal(-30, rig.BalanceOf("@issuance"));
        Assert.Equal(1, rig.Query("SELECT count(*) FROM transfers WHERE id = 2 AND kind = 2 AND debit_id = 1 AND credit_id = 2 AND credit_after = 150"));
        Assert.Equal(1, rig.Query("SELECT count(*) FROM transfers WHERE id = 3 AND kind = 3 AND debit_id = 2 AND credit_id = 1 AND debit_after = 30"));
        Assert.Equal(1, rig.Query("SELECT count(*) FROM transfer_notes WHERE transfer_id = 2 AND operator_id = 'op-1' AND reason = 'cash at the desk'"));
        Assert.Equal(1, rig.Query(
            "SELECT count(*) FROM audit WHERE id = 1 AND transfer_id = 2 AND before = '100' AND after = '150' AND reason = 'cash at the desk' AND action = 'account.deposit'"));
        Assert.Equal(1, rig.Query("SELECT count(*) FROM audit WHERE id = 2 AND transfer_id = 3 AND before = '150' AND after = '30'"));
    }

    [Fact]
    public async Task What_can_not_be_is_refused_with_its_reason_and_leaves_no_trace()
    {
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("alice", 100);
        Assert.Equal(new OperatorResult(OperatorOutcome.InsufficientFunds) { Account = "alice", Balance = 100 }, await WithdrawAsync(rig, "alice", 101));
        Assert.Equal(OperatorOutcome.UnknownAccount, (await DepositAsync(rig, "nobody", 1)).Outcome);
        Assert.Equal(OperatorOutcome.UnknownAccount, (await DepositAsync(rig, "@issuance", 1)).Outcome);
        Assert.Equal(OperatorOutcome.Limit, (await DepositAsync(rig, "alice", long.MaxValue)).Outcome);
        Assert.Equal(OperatorOutcome.Limit, (await DepositAsync(rig, "alice", Money.MaxBalance.MinorUnits - 99)).Outcome);
        Assert.Equal(OperatorOutcome.UnknownTransfer, (await ReverseAsync(rig, 99, 1)).Outcome);
        Assert.Equal(1, rig.Query("SELECT last_transfer FROM ledger_head"));
        Assert.Equal(0, rig.Query("SELECT (SELECT count(*) FROM audit) + (SELECT count(*) FROM transfer_notes)"));
        Assert.Equal(OperatorOutcome.Done, (await DepositAsync(rig, "alice", Money.MaxBalance.MinorUnits - 100)).Outcome);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t")]
    public async Task Money_and_states_move_for_a_reason_or_not_at_all(string? reason)
    {
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("alice");
        var act = LedgerRig.ActOn("alice") with { Reason = reason };
        await Assert.ThrowsAnyAsync<ArgumentException>(() => rig.Desk.DepositAsync("alice", new Money(1), act));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => rig.Desk.WithdrawAsync("alice", new Money(1), act));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => rig.Desk.ReverseAsync(1, new Money(1), act));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => rig.Desk.SetStatusAsync("alice", AccountStatus.Frozen, act));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => rig.Desk.DepositAsync("alice", Money.Zero, LedgerRig.ActOn("alice")));
    }

    [Fact]
    public async Task A_payment_is_reversed_in_parts_to_the_last_unit_and_no_further()
    {
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("alice", 100);
        var bob = await rig.OpenAsync("bob", 100);
        var payment = (await rig.PayAsync("alice", 60, "bob", bob)).TransferId;
        var part = await ReverseAsync(rig, payment, 25);
        Assert.Equal((OperatorOutcome.Done, 135L, 35L), (part.Outcome, part.Balance, part.Rest));
        Assert.Equal(new OperatorResult(OperatorOutcome.AboveRest) { Rest = 35 }, await ReverseAsync(rig, payment, 36));
        Assert.Equal(0, (await ReverseAsync(rig, payment, 35)).Rest);
        Assert.Equal(new OperatorResult(OperatorOutcome.AboveRest) { Rest = 0 }, await ReverseAsync(rig, payment, 1));
        Assert.Equal((100, 100), (rig.BalanceOf("alice"), rig.BalanceOf("bob")));
        Assert.Equal(2, rig.Query($"SELECT count(*) FROM transfers WHERE reverses_id = {payment} AND kind = 4"));
        Assert.Equal(OperatorOutcome.NotReversible, (await ReverseAsync(rig, part.TransferId!.Value, 1)).Outcome);
    }

    [Fact]
    public async Task Opening_balances_deposits_and_withdrawals_are_reversed_too()
    {
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("alice", 100);
        Assert.Equal(OperatorOutcome.Done, (await ReverseAsync(rig, 1, 40)).Outcome);
        var deposit = (await DepositAsync(rig, "alice", 10)).TransferId!.Value;
        Assert.Equal(60, (await ReverseAsync(rig, deposit, 10)).Balance);
        var withdrawal = (await WithdrawAsync(rig, "alice", 60)).TransferId!.Value;
        Assert.Equal(60, (await ReverseAsync(rig, withdrawal, 60)).Balance);
        Assert.Equal(-60, rig.BalanceOf("@issuance"));
    }

    [Fact]
    public async Task What_the_payee_has_spent_is_not_taken_back_and_closed_accounts_stay_empty()
    {
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("alice", 100);
        var bob = await rig.OpenAsync("bob", 0);
        var payment = (await rig.PayAsync("alice", 100, "bob", bob)).TransferId;
        await WithdrawAsync(rig, "bob", 70);
        Assert.Equal(new OperatorResult(OperatorOutcome.InsufficientFunds) { Account = "bob", Balance = 30 }, await ReverseAsync(rig, payment, 31));
        Assert.Equal(OperatorOutcome.Done, (await rig.Desk.SetStatusAsync("alice", AccountStatus.Closed, LedgerRig.ActOn("alice", "account.close"))).Outcome);
        Assert.Equal(OperatorOutcome.Closed, (await ReverseAsync(rig, payment, 30)).Outcome);
        Assert.Equal((0, 30), (rig.BalanceOf("alice"), rig.BalanceOf("bob")));
    }

    [Fact]
    public async Task However_many_reverse_at_once_together_they_take_back_what_was_paid()
    {
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("alice", 1000);
        var bob = await rig.OpenAsync("bob", 1000);
        var payment = (await rig.PayAsync("alice", 100, "bob", bob)).TransferId;
        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => ReverseAsync(rig, payment, 7))));
        Assert.Equal(14, results.Count(r => r.Outcome == OperatorOutcome.Done));
        Assert.All(results.Where(r => r.Outcome != OperatorOutcome.Done), r => Assert.Equal((OperatorOutcome.AboveRest, 2L), (r.Outcome, r.Rest)));
        Assert.Equal(998, rig.BalanceOf("alice"));
        Assert.Equal(98, rig.Query($"SELECT reversed FROM reversal_totals WHERE transfer_id = {payment}"));
    }

    [Theory]
    [InlineData("UPDATE reversal_totals SET reversed = 101")]
    [InlineData("UPDATE reversal_totals SET reversed = 0")]
    [InlineData("UPDATE reversal_totals SET original = 59")]
    public async Task The_database_itself_caps_what_is_reversed(string sql)
    {
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("alice", 100);
        await ReverseAsync(rig, 1, 60);
        Assert.Contains("ck_reversal_totals_cap", Assert.Throws<SqliteException>(() => rig.Execute(sql)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_done_is_there_after_the_hub_starts_again()
    {
        using var folder = new Support.TemporaryFolder();
        long deposit;
        await using (var rig = await LedgerRig.StartAsync(folder: folder.Path))
        {
            await rig.OpenAsync("alice", 0);
            deposit = (await DepositAsync(rig, "alice", 90)).TransferId!.Value;
            await ReverseAsync(rig, deposit, 30);
            await rig.Desk.SetStatusAsync("alice", AccountStatus.Frozen, LedgerRig.ActOn("alice", "account.freeze"));
        }
        await using var again = await LedgerRig.StartAsync(folder: folder.Path);
        var bob = await again.OpenAsync("bob", 0);
        Assert.Equal(TransferOutcome.Frozen, (await again.PayAsync("alice", 1, "bob", bob)).Outcome);
        Assert.Equal(OperatorOutcome.AboveRest, (await ReverseAsync(again, deposit, 61)).Outcome);
        Assert.Equal(0, (await ReverseAsync(again, deposit, 60)).Rest);
        Assert.Equal(4, again.Query("SELECT last_audit FROM ledger_head"));
    }
}
