using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Data.Settings;

namespace PayHub.Tests.Ledgers;

/// <summary>The edges of the ledger's rules, one by one.</summary>
public sealed class LedgerRuleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_account_without_opening_balance_exists_and_has_nothing()
    {
        await using var rig = await LedgerRig.StartAsync();
        var alice = await rig.OpenAsync("alice", 0);
        var bob = await rig.OpenAsync("bob", 0);
        Assert.Equal(0, rig.Query("SELECT count(*) FROM transfers"));
        Assert.Equal(OpenAccountOutcome.NameTaken, await rig.Ledger.OpenAccountAsync("ALICE", null, Money.Zero));
        Assert.Equal(TransferOutcome.InsufficientFunds, (await rig.PayAsync("alice", 1, "bob", bob)).Outcome);
        Assert.Equal(alice + 1, bob);
    }

    [Fact]
    public async Task A_keyed_account_may_not_pay_without_a_signature_but_is_paid()
    {
        await using var rig = await LedgerRig.StartAsync();
        await rig.Ledger.OpenAccountAsync("keyed", LedgerRig.NewSpki(), new Money(100));
        var keyed = rig.Query("SELECT id FROM accounts WHERE name = 'keyed'");
        var bob = await rig.OpenAsync("bob", 100);
        Assert.Equal(TransferOutcome.KeyRequired, (await rig.PayAsync("keyed", 1, "bob", bob)).Outcome);
        Assert.Equal(TransferOutcome.Executed, (await rig.PayAsync("bob", 1, "keyed", keyed)).Outcome);
    }

    [Fact]
    public async Task The_system_account_neither_pays_nor_is_paid()
    {
        await using var rig = await LedgerRig.StartAsync();
        var bob = await rig.OpenAsync("bob");
        Assert.Equal(TransferOutcome.UnknownPayer, (await rig.PayAsync(Account.IssuanceName, 1, "bob", bob)).Outcome);
        Assert.Equal(TransferOutcome.UnknownPayee, (await rig.PayAsync("bob", 1, Account.IssuanceName, Account.IssuanceId)).Outcome);
    }

    [Fact]
    public async Task Issuance_stops_at_its_floor_and_the_hub_goes_on()
    {
        const long Most = 999_999_999_999_999_999;
        await using var rig = await LedgerRig.StartAsync();
        for (var i = 0; i < 9; i++)
            await rig.OpenAsync($"rich{i}", Most);
        Assert.Equal(OpenAccountOutcome.Unavailable, await rig.Ledger.OpenAccountAsync("rich9", null, new Money(Most)));
        Assert.Equal(OpenAccountOutcome.Unavailable, await rig.Ledger.OpenAccountAsync("rich9", null, new Money(long.MaxValue)));
        await rig.OpenAsync("last", 9);
        Assert.Equal(-9_000_000_000_000_000_000, rig.Query("SELECT balance FROM accounts WHERE id = 1"));
        Assert.Equal(OpenAccountOutcome.Unavailable, await rig.Ledger.OpenAccountAsync("more", null, new Money(1)));
        await rig.OpenAsync("poor", 0);
        Assert.False(rig.Lifetime.ApplicationStopping.IsCancellationRequested);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    public async Task No_amount_is_too_large_to_be_judged(long dailyLimit)
    {
        await using var rig = await LedgerRig.StartAsync(limits: new AccountsOptions { KeylessDailyLimit = dailyLimit });
        var bob = await rig.OpenAsync("bob");
        await rig.OpenAsync("alice");
        await rig.PayAsync("alice", 10, "bob", bob);
        Assert.Equal(TransferOutcome.Limit, (await rig.PayAsync("alice", long.MaxValue, "bob", bob)).Outcome);
        var largest = await rig.PayAsync("alice", Money.MaxBalance.MinorUnits - 10_010, "bob", bob);
        Assert.Equal(dailyLimit > 0 ? TransferOutcome.Limit : TransferOutcome.InsufficientFunds, largest.Outcome);
        Assert.Equal(TransferOutcome.Executed, (await rig.PayAsync("alice", 990, "bob", bob)).Outcome);
    }

    [Fact]
    public async Task The_daily_limit_begins_anew_at_midnight_UTC_and_outlives_a_restart()
    {
        var limits = new AccountsOptions { KeylessDailyLimit = 100 };
        var clock = new ManualClock(Noon);
        using var folder = new Support.TemporaryFolder();
        await using (var rig = await LedgerRig.StartAsync(clock, limits, folder.Path))
        {
            await rig.OpenAsync("alice");
            var first = await rig.OpenAsync("bob");
            Assert.Equal(TransferOutcome.Executed, (await rig.PayAsync("alice", 60, "bob", first)).Outcome);
            Assert.Equal(TransferOutcome.Limit, (await rig.PayAsync("alice", 41, "bob", first)).Outcome);
        }
        await using var again = await LedgerRig.StartAsync(clock, limits, folder.Path);
        var bob = again.Query("SELECT id FROM accounts WHERE name = 'bob'");
        Assert.Equal(TransferOutcome.Limit, (await again.PayAsync("alice", 41, "bob", bob)).Outcome);
        Assert.Equal(TransferOutcome.Executed, (await again.PayAsync("alice", 40, "bob", bob)).Outcome);
        clock.Move(TimeSpan.FromHours(12) - TimeSpan.FromTicks(10));
        Assert.Equal(TransferOutcome.Limit, (await again.PayAsync("alice", 1, "bob", bob)).Outcome);
        clock.Move(TimeSpan.FromTicks(10));
        Assert.Equal(TransferOutcome.Executed, (await again.PayAsync("alice", 100, "bob", bob)).Outcome);
        Assert.Equal(TransferOutcome.Limit, (await again.PayAsync("alice", 1, "bob", bob)).Outcome);
    }

    [Fact]
    public async Task A_clock_that_jumps_back_reorders_nothing_and_grants_no_second_day()
    {
        var clock = new ManualClock(Noon);
        await using var rig = await LedgerRig.StartAsync(clock, new AccountsOptions { KeylessDailyLimit = 100 });
        var alice = await rig.OpenAsync("alice");
        var bob = await rig.OpenAsync("bob");
        Assert.Equal(TransferOutcome.Executed, (await rig.PayAsync("alice", 100, "bob", bob)).Outcome);
        clock.Move(TimeSpan.FromDays(-2));
        Assert.Equal(TransferOutcome.Executed, (await rig.PayAsync("bob", 1, "alice", alice)).Outcome);
        Assert.Equal(TransferOutcome.Limit, (await rig.PayAsync("alice", 1, "bob", bob)).Outcome);
        clock.Move(TimeSpan.FromDays(3));
        Assert.Equal(TransferOutcome.Executed, (await rig.PayAsync("alice", 1, "bob", bob)).Outcome);
        Assert.Equal(0, rig.Query("SELECT count(*) FROM blocks b JOIN blocks c ON c.number = b.number + 1 WHERE c.at < b.at"));
    }

    [Fact]
    public async Task Names_compare_by_ASCII_case_alone()
    {
        await using var rig = await LedgerRig.StartAsync();
        var kim = await rig.OpenAsync("kim");
        await rig.OpenAsync("bob");
        Assert.Equal(TransferOutcome.Executed, (await rig.PayAsync("BOB", 1, "KIM", kim)).Outcome);
        Assert.Equal(TransferOutcome.NotAllowed, (await rig.PayAsync("bob", 1, "\u212Aim", kim)).Outcome);
        Assert.Equal(10_001, rig.Query("SELECT balance FROM accounts WHERE name = 'kim'"));
    }
}
