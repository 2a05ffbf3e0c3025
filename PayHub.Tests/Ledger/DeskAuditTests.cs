using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Model;

namespace PayHub.Tests.Ledgers;

/// <summary>That every act is written down once, in one chain, whoever writes it.</summary>
public sealed class DeskAuditTests
{
    private static IdempotencyKey Key(string key, byte request = 1) => new(7, key, [request]);

    private static Task<OperatorResult> DepositAsync(LedgerRig rig, long amount, IdempotencyKey? key = null) =>
        rig.Desk.DepositAsync("alice", new Money(amount), LedgerRig.ActOn("alice", key: key));

    [Fact]
    public async Task Acts_of_the_ledger_and_of_everything_else_make_one_chain_however_they_interleave()
    {
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("alice");
        var book = new AccountNotebook(rig.Database, rig.Trail, new LedgerClock(TimeProvider.System));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(async () =>
        {
            for (var i = 0; i < 12; i++)
            {
                if (n % 2 == 0)
                    Assert.Equal(OperatorOutcome.Done, (await DepositAsync(rig, i + 1)).Outcome);
                else
                    Assert.True(await book.WriteAsync("ALICE", $"note {n}.{i}", LedgerRig.ActOn("alice", "account.note") with { Reason = null }));
            }
        })));
        Assert.Equal(96, rig.Query("SELECT last_audit FROM ledger_head"));
        Assert.Equal(48, rig.Query("SELECT count(*) FROM account_notes"));
        Assert.Null((await rig.VerifyAsync()).Fault);
    }

    [Fact]
    public async Task What_is_given_up_or_fails_leaves_neither_data_nor_audit_row_and_is_not_saved_later()
    {
        await using var rig = await LedgerRig.StartAsync();
        var alice = await rig.OpenAsync("alice");
        await using var db = rig.Database.OpenWrite();
        AccountNote Note() => new() { AccountId = alice, OperatorId = "op-1", OperatorName = "op", Text = "x" };
        Task<bool> WriteAsync(Func<Task<bool>> work) => rig.Trail.TryWriteAsync(db, LedgerRig.ActOn("alice", "account.note"), LiveTopics.Accounts, work);
        Assert.False(await WriteAsync(async () =>
        {
            db.AccountNotes.Add(Note());
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
            return false;
        }));
        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(() =>
        {
            db.AccountNotes.Add(Note());
            throw new InvalidOperationException();
        }));
        Assert.True(await WriteAsync(() => Task.FromResult(true)));
        Assert.Equal(0, rig.Query("SELECT count(*) FROM account_notes"));
        Assert.Equal(1, rig.Query("SELECT count(*) FROM audit"));
    }

    [Theory]
    [InlineData("line\nbreak and \u0000 and \ud800 alone")]
    [InlineData("=HYPERLINK(\"x\") 繁體中文 🎪")]
    public async Task A_reason_is_kept_and_checked_whatever_characters_it_has(string reason)
    {
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("alice");
        Assert.Equal(OperatorOutcome.Done, (await rig.Desk.DepositAsync("alice", new Money(1), LedgerRig.ActOn("alice", reason: reason))).Outcome);
        Assert.Null((await rig.VerifyAsync()).Fault);
    }

    [Fact]
    public async Task The_same_request_under_the_same_key_is_done_once_and_answered_alike()
    {
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("alice", 0);
        var first = await DepositAsync(rig, 10, Key("a"));
        await DepositAsync(rig, 5, Key("b"));
        Assert.Equal(first with { IsRepeated = true }, await DepositAsync(rig, 10, Key("a")));
        Assert.Equal(OperatorOutcome.KeyReused, (await DepositAsync(rig, 11, Key("a", 2))).Outcome);
        // Another program's key of the same name is another key.
        Assert.False((await DepositAsync(rig, 10, Key("a") with { ApiKeyId = 8 })).IsRepeated);
        Assert.Equal(25, rig.BalanceOf("alice"));
        Assert.Equal(3, rig.Query("SELECT count(*) FROM audit"));
    }

    [Fact]
    public async Task A_refusal_is_an_answer_too()
    {
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("alice", 0);
        Task<OperatorResult> WithdrawAsync() => rig.Desk.WithdrawAsync("alice", new Money(10), LedgerRig.ActOn("alice", key: Key("w")));
        var refused = await WithdrawAsync();
        await DepositAsync(rig, 100);
        Assert.Equal(OperatorOutcome.InsufficientFunds, refused.Outcome);
        Assert.Equal(refused with { IsRepeated = true }, await WithdrawAsync());
    }

    [Fact]
    public async Task Many_who_ask_the_same_at_once_get_one_deposit()
    {
        using var folder = new Support.TemporaryFolder();
        OperatorResult[] results;
        await using (var rig = await LedgerRig.StartAsync(folder: folder.Path))
        {
            await rig.OpenAsync("alice", 0);
            results = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => DepositAsync(rig, 10, Key("once")))));
            Assert.Single(results, r => !r.IsRepeated);
            Assert.Equal(10, rig.BalanceOf("alice"));
        }
        await using var again = await LedgerRig.StartAsync(folder: folder.Path);
        Assert.Equal(results.First(r => r.IsRepeated), await DepositAsync(again, 10, Key("once")));
        Assert.Equal(10, again.BalanceOf("alice"));
    }
}
