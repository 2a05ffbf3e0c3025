using System.Globalization;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Model;

namespace PayHub.Tests.Ledgers;

/// <summary>How operators open, freeze, unfreeze and close accounts.</summary>
public sealed class DeskStatusTests
{
    private static Task<OperatorResult> SetAsync(LedgerRig rig, AccountStatus status) =>
        rig.Desk.SetStatusAsync("alice", status, LedgerRig.ActOn("alice", "account." + status.ToString().ToLowerInvariant()));

    [Fact]
    public async Task A_frozen_account_neither_pays_nor_is_paid_until_it_is_unfrozen()
    {
        await using var rig = await LedgerRig.StartAsync();
        var alice = await rig.OpenAsync("alice", 100);
        var bob = await rig.OpenAsync("bob", 100);
        Assert.Equal(new OperatorResult(OperatorOutcome.Done) { Account = "alice", Balance = 100 }, await SetAsync(rig, AccountStatus.Frozen));
        Assert.Equal(TransferOutcome.Frozen, (await rig.PayAsync("alice", 1, "bob", bob)).Outcome);
        Assert.Equal(TransferOutcome.Frozen, (await rig.PayAsync("bob", 1, "alice", alice)).Outcome);
        Assert.Equal(OperatorOutcome.Unchanged, (await SetAsync(rig, AccountStatus.Frozen)).Outcome);
        // What operators do is not held up: a frozen account is emptied before it is closed.
        Assert.Equal(OperatorOutcome.Done, (await rig.Desk.WithdrawAsync("alice", new Money(1), LedgerRig.ActOn("alice"))).Outcome);
        Assert.Equal(OperatorOutcome.Done, (await SetAsync(rig, AccountStatus.Active)).Outcome);
        Assert.Equal(TransferOutcome.Executed, (await rig.PayAsync("alice", 1, "bob", bob)).Outcome);
        Assert.Equal("frozen>active", TestDatabase.Text(rig.File, "SELECT before || '>' || after FROM audit WHERE action = 'account.active'"));
        Assert.Equal("""{"account":"alice"}""", TestDatabase.Text(rig.File, "SELECT payload FROM outbox WHERE kind = 'account.frozen'"));
    }

    [Fact]
    public async Task An_account_is_closed_when_it_is_empty_for_good_and_its_name_is_not_given_again()
    {
        await using var rig = await LedgerRig.StartAsync();
        var alice = await rig.OpenAsync("alice", 100);
        await rig.OpenAsync("bob", 100);
        Assert.Equal(new OperatorResult(OperatorOutcome.NotEmpty) { Account = "alice", Balance = 100 }, await SetAsync(rig, AccountStatus.Closed));
        await rig.Desk.WithdrawAsync("alice", new Money(100), LedgerRig.ActOn("alice"));
        Assert.Equal(OperatorOutcome.Done, (await SetAsync(rig, AccountStatus.Closed)).Outcome);
        Assert.All(
            [await SetAsync(rig, AccountStatus.Active), await SetAsync(rig, AccountStatus.Frozen), await rig.Desk.DepositAsync("alice", new Money(1), LedgerRig.ActOn("alice"))],
            result => Assert.Equal(OperatorOutcome.Closed, result.Outcome));
        Assert.NotEqual(TransferOutcome.Executed, (await rig.PayAsync("bob", 1, "alice", alice)).Outcome);
        Assert.Equal(OperatorOutcome.NameTaken, (await rig.Desk.OpenAccountAsync("ALICE", Money.Zero, LedgerRig.ActOn("ALICE", "account.open"))).Outcome);
        Assert.Null(await rig.Ledger.OpenEnrolmentAsync("alice", LedgerRig.Act));
    }

    [Fact]
    public async Task The_hubs_own_account_is_nobodys_to_freeze_or_close()
    {
        await using var rig = await LedgerRig.StartAsync();
        foreach (var status in Enum.GetValues<AccountStatus>())
            Assert.Equal(OperatorOutcome.UnknownAccount, (await rig.Desk.SetStatusAsync("@issuance", status, LedgerRig.ActOn("@issuance"))).Outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("@issuance")]
    [InlineData("li st")]
    [InlineData("list")]
    [InlineData(".alice")]
    [InlineData("ålice")]
    [InlineData("a#b")]
    [InlineData("123456789012345678901234567890123")]
    public async Task An_account_is_opened_under_a_name_of_the_wire_alone(string name)
    {
        await using var rig = await LedgerRig.StartAsync();
        Assert.Equal(OperatorOutcome.NotAName, (await rig.Desk.OpenAccountAsync(name, new Money(1), LedgerRig.ActOn(name, "account.open"))).Outcome);
        Assert.Equal(1, rig.Query("SELECT count(*) FROM accounts"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(25)]
    public async Task An_account_that_an_operator_opens_is_keyless_and_has_its_opening_balance(long balance)
    {
        await using var rig = await LedgerRig.StartAsync();
        var opened = await rig.Desk.OpenAccountAsync("New.1", new Money(balance), LedgerRig.ActOn("New.1", "account.open"));
        Assert.Equal(new OperatorResult(OperatorOutcome.Done) { Account = "New.1", Balance = balance, TransferId = balance > 0 ? 1 : null }, opened);
        Assert.Equal(1, rig.Query("SELECT count(*) FROM accounts WHERE name = 'New.1' AND key_kind = 0 AND status = 0"));
        Assert.Equal(balance.ToString(CultureInfo.InvariantCulture), TestDatabase.Text(rig.File, "SELECT after FROM audit WHERE action = 'account.open' AND target_id = 'New.1'"));
        Assert.Equal(OperatorOutcome.Limit, (await rig.Desk.OpenAccountAsync("New.2", new Money(long.MaxValue), LedgerRig.ActOn("New.2"))).Outcome);
    }
}
