using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Storage;
using PayHub.Host;
using PayHub.Tests.Support;
using static PayHub.Data.Model.TransferKind;

namespace PayHub.Tests.Ledgers;

/// <summary>What operators did, forged with every hash in order: verify finds what the hub itself would never have written.</summary>
public sealed class OperatorVerifyTests(OperatorVerifyTests.Worked worked) : IClassFixture<OperatorVerifyTests.Worked>
{
    // The transfers of the sample: two opening balances, then these.
    private const long Payment = 3;
    private const long Deposited = 4;
    private const long Reversed = 6;
    private const long Alice = 2;
    private const long Bob = 3;

    public static TheoryData<TransferKind, long, long, long, long?, bool, string> Forgeries => new()
    {
        { Opening, Alice, Bob, 1, null, false, "brings money in, but not from @issuance" },
        { Deposit, Alice, Bob, 1, null, true, "brings money in, but not from @issuance" },
        { Withdrawal, Alice, Bob, 1, null, true, "takes money out, but not to @issuance" },
        { TransferKind.Payment, Account.IssuanceId, Bob, 1, null, false, "is a payment from or to @issuance" },
        { TransferKind.Payment, Bob, Account.IssuanceId, 1, null, false, "is a payment from or to @issuance" },
        { Deposit, Account.IssuanceId, Bob, 1, null, false, "no note says who and why" },
        { Withdrawal, Bob, Account.IssuanceId, 1, null, false, "no note says who and why" },
        { Reversal, Bob, Alice, 1, Payment, false, "no note says who and why" },
        { TransferKind.Payment, Alice, Bob, 1, null, true, "has an operator's note, but no operator made it" },
        { Opening, Account.IssuanceId, Bob, 1, null, true, "has an operator's note, but no operator made it" },
        { TransferKind.Payment, Alice, Bob, 1, Payment, false, "is no reversal, but names transfer 3" },
        { Reversal, Bob, Alice, 1, null, true, "is a reversal, but names no transfer" },
        { Reversal, Bob, Alice, 1, 99, true, "reverses transfer 99, which is not before it" },
        { Reversal, Bob, Alice, 1, 8, true, "reverses transfer 8, which is not before it" },
        { Reversal, Alice, Bob, 1, Reversed, true, "reverses transfer 6, which is itself a reversal" },
        { Reversal, Alice, Bob, 1, Payment, true, "is not the mirror image of transfer 3" },
        { Reversal, Bob, Account.IssuanceId, 1, Payment, true, "is not the mirror image of transfer 3" },
        { Reversal, Bob, Alice, 101, Payment, true, "moves back 101, more than the 100 of transfer 3" },
        { Reversal, Alice, Account.IssuanceId, 1, Deposited, true, "reverses transfer 4, of which no sum of reversals is kept" },
        { Reversal, Bob, Alice, 70, Payment, true, "transfer 3: 30 of it are said to be reversed, but its reversals make 100" },
    };

    [Fact]
    public async Task What_operators_did_through_the_hub_verifies()
    {
        var report = await VerifyAsync(worked.File);
        Assert.Null(report.Fault);
        Assert.Equal(7, report.Transfers);
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_transfer_against_the_rules_of_its_kind_is_found(
        TransferKind kind, long debit, long credit, long amount, long? reverses, bool noted, string fault)
    {
        using var folder = new TemporaryFolder();
        var file = worked.CopyTo(folder.Path);
        Forgery.Append(file, kind, debit, credit, amount, reverses, noted ? ("op-1", "mine") : null);
        Assert.Contains(fault, (await VerifyAsync(file)).Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE reversal_totals SET reversed = 29", "transfer 3: 29 of it are said to be reversed, but its reversals make 30")]
    [InlineData("UPDATE reversal_totals SET reversed = 30.5", "transfer 3: the sum of its reversals holds a value of another type")]
    [InlineData("UPDATE reversal_totals SET original = 1000", "transfer 3: moved 100, but its sum of reversals is kept against 1000")]
    [InlineData("UPDATE reversal_totals SET transfer_id = 4", "transfer 6: reverses transfer 3, of which no sum of reversals is kept")]
    [InlineData("INSERT INTO reversal_totals VALUES (4, 50, 1)", "transfer 4: 1 of it are said to be reversed, but its reversals make 0")]
    [InlineData("INSERT INTO reversal_totals VALUES (99, 50, 1)", "transfer 99: has a sum of reversals, but is not there")]
    public async Task A_kept_sum_of_reversals_that_is_not_their_sum_is_found(string sql, string fault)
    {
        using var folder = new TemporaryFolder();
        var file = worked.CopyTo(folder.Path);
        TestDatabase.Tamper(file, sql);
        Assert.Contains(fault, (await VerifyAsync(file)).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reversals_beyond_the_original_are_found_also_where_their_sum_is_kept_so()
    {
        using var folder = new TemporaryFolder();
        var file = worked.CopyTo(folder.Path);
        Forgery.Append(file, Reversal, Bob, Alice, 71, Payment, ("op-1", "mine"));
        TestDatabase.Tamper(file, "UPDATE reversal_totals SET reversed = 101");
        Assert.Contains("transfer 3: moved 100, but 101 of it were reversed", (await VerifyAsync(file)).Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(99, "op-1", "names transfer 99, which is not there")]
    [InlineData(Deposited, "op-2", "says that op@example.com made transfer 4, but its note names somebody else or nobody")]
    [InlineData(Payment, "op-1", "says that op@example.com made transfer 3, but its note names somebody else or nobody")]
    public async Task An_audit_row_that_names_a_transfer_of_somebody_else_is_found(long transfer, string who, string fault)
    {
        using var folder = new TemporaryFolder();
        var file = worked.CopyTo(folder.Path);
        Forgery.AppendAudit(file, LedgerRig.Act with { OperatorId = who }, transfer);
        Assert.Contains(fault, (await VerifyAsync(file)).Fault, StringComparison.Ordinal);
    }

    private static Task<VerificationReport> VerifyAsync(string file) =>
        new LedgerVerifier(new PayHubDatabase($"Data Source={file};Pooling=False", new WriteGate()), new SignatureCheck()).VerifyAsync();

    /// <summary>A ledger in which an operator did one thing of each kind, in a file that nobody has open.</summary>
    public sealed class Worked : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();

        public string File => _folder.File("payhub.db");

        public string CopyTo(string folder)
        {
            var copy = Path.Combine(folder, "payhub.db");
            TestDatabase.Copy(File, copy);
            return copy;
        }

        public async ValueTask InitializeAsync()
        {
            await using var rig = await LedgerRig.StartAsync(folder: _folder.Path);
            var desk = new OperatorDesk(rig.Ledger, new PresenceBoard(rig.Feed, TimeProvider.System), new NameRule());
            await rig.OpenAsync("alice");
            var bob = await rig.OpenAsync("bob");
            Assert.Equal(TransferOutcome.Executed, (await rig.PayAsync("alice", 100, "bob", bob)).Outcome);
            OperatorResult[] results =
            [
                await desk.DepositAsync("alice", new Money(50), LedgerRig.Act),
                await desk.WithdrawAsync("bob", new Money(20), LedgerRig.Act),
                await desk.ReverseAsync(Payment, new Money(30), LedgerRig.Act),
                await desk.OpenAccountAsync("carol", new Money(5), LedgerRig.Act),
            ];
            Assert.All(results, r => Assert.Equal(OperatorOutcome.Done, r.Outcome));
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
