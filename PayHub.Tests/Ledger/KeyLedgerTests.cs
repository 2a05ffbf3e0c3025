using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Protocol.Keys;

namespace PayHub.Tests.Ledgers;

/// <summary>Keys of accounts: one key, one account; a new one only by an open window and its code.</summary>
public sealed class KeyLedgerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_key_holds_one_account()
    {
        await using var rig = await LedgerRig.StartAsync();
        var alice = await SignedPayer.OpenAsync(rig, "alice");
        Assert.Equal(OpenAccountOutcome.KeyTaken, await rig.Ledger.OpenAccountAsync("alice2", alice.Identity.Public.Spki, Money.Zero));
        Assert.Equal(0, rig.Query("SELECT count(*) FROM accounts WHERE name = 'alice2'"));
    }

    [Fact]
    public async Task A_new_key_ends_the_old_one_and_its_signatures()
    {
        await using var rig = await LedgerRig.StartAsync();
        var alice = await SignedPayer.OpenAsync(rig, "alice");
        await rig.OpenAsync("bob");
        var (executed, waiting, oldKey) = (alice.Sign(10, "bob"), alice.Sign(10, "bob"), alice.KeyId);
        var first = await alice.SubmitAsync(executed);
        var code = await rig.Ledger.OpenEnrolmentAsync("ALICE", LedgerRig.Act);
        Assert.Equal(EnrolOutcome.Enrolled, await rig.Ledger.EnrolAsync("alice", code!, Identity.Create().Public.Spki));
        Assert.NotEqual(oldKey, alice.KeyId);
        Assert.Equal(TransferOutcome.BadSignature, (await alice.SubmitAsync(waiting, keyId: oldKey)).Outcome);
        // What was executed stays executed, whoever asks, with whatever key.
        Assert.Equal(first.TransferId, (await alice.SubmitAsync(executed, keyId: oldKey)).TransferId);
        Assert.Equal(first.TransferId, rig.Query($"SELECT to_transfer FROM account_keys WHERE id = {oldKey}"));
        Assert.Equal(EnrolOutcome.Refused, await rig.Ledger.EnrolAsync("alice", code!, Identity.Create().Public.Spki));
    }

    [Fact]
    public async Task A_keyless_account_gets_a_key_and_then_must_sign()
    {
        await using var rig = await LedgerRig.StartAsync();
        var alice = await rig.OpenAsync("alice");
        var bob = await rig.OpenAsync("bob");
        Assert.Equal(TransferOutcome.Executed, (await rig.PayAsync("alice", 1, "bob", bob)).Outcome);
        var code = await rig.Ledger.OpenEnrolmentAsync("alice", LedgerRig.Act);
        Assert.Equal(EnrolOutcome.Enrolled, await rig.Ledger.EnrolAsync("alice", code!, LedgerRig.NewSpki()));
        Assert.Equal(TransferOutcome.KeyRequired, (await rig.PayAsync("alice", 1, "bob", bob)).Outcome);
        Assert.Equal(1, rig.Query($"SELECT key_kind FROM accounts WHERE id = {alice}"));
    }

    [Fact]
    public async Task Five_wrong_codes_void_the_window_also_for_the_right_one()
    {
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("alice");
        var code = await rig.Ledger.OpenEnrolmentAsync("alice", LedgerRig.Act);
        for (var i = 0; i < 5; i++)
            Assert.Equal(EnrolOutcome.Refused, await rig.Ledger.EnrolAsync("alice", new string((char)('0' + i), 32), LedgerRig.NewSpki()));
        Assert.Equal(EnrolOutcome.Refused, await rig.Ledger.EnrolAsync("alice", code!, LedgerRig.NewSpki()));
        code = await rig.Ledger.OpenEnrolmentAsync("alice", LedgerRig.Act);
        Assert.Equal(EnrolOutcome.Enrolled, await rig.Ledger.EnrolAsync("alice", code!, LedgerRig.NewSpki()));
    }

    [Fact]
    public async Task A_window_closes_by_itself_and_is_opened_only_for_accounts_that_are_there()
    {
        var clock = new ManualClock(Noon);
        await using var rig = await LedgerRig.StartAsync(clock);
        await rig.OpenAsync("alice");
        var code = await rig.Ledger.OpenEnrolmentAsync("alice", LedgerRig.Act);
        clock.Move(Data.Ledger.Ledger.EnrolmentLifetime);
        Assert.Equal(EnrolOutcome.Refused, await rig.Ledger.EnrolAsync("alice", code!, LedgerRig.NewSpki()));
        Assert.Null(await rig.Ledger.OpenEnrolmentAsync("nobody", LedgerRig.Act));
        Assert.Null(await rig.Ledger.OpenEnrolmentAsync("@issuance", LedgerRig.Act));
        Assert.Equal(EnrolOutcome.Refused, await rig.Ledger.EnrolAsync("nobody", code!, LedgerRig.NewSpki()));
    }

    [Fact]
    public async Task A_key_of_another_account_is_not_enrolled_and_the_window_stays_open()
    {
        await using var rig = await LedgerRig.StartAsync();
        var alice = await SignedPayer.OpenAsync(rig, "alice");
        await rig.OpenAsync("bob");
        var code = await rig.Ledger.OpenEnrolmentAsync("bob", LedgerRig.Act);
        Assert.Equal(EnrolOutcome.KeyTaken, await rig.Ledger.EnrolAsync("bob", code!, alice.Identity.Public.Spki));
        Assert.Equal(EnrolOutcome.Enrolled, await rig.Ledger.EnrolAsync("bob", code!, LedgerRig.NewSpki()));
    }
}
