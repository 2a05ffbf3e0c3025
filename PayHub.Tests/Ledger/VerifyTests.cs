using PayHub.Data.Ledger;
using PayHub.Data.Storage;
using PayHub.Host;
using PayHub.Tests.Support;

namespace PayHub.Tests.Ledgers;

/// <summary>Whatever is changed behind the hub's back, verify finds it and says where.</summary>
public sealed class VerifyTests(SampleLedger sample) : IClassFixture<SampleLedger>
{
    private static readonly string[] ChangesOfANumber = ["+ 1000", "- 1000", "+ 4294967296", "+ 0.5", "|| 'x'"];

    [Fact]
    public async Task A_ledger_that_nobody_touched_verifies()
    {
        var report = await VerifyAsync(sample.File);
        Assert.Null(report.Fault);
        Assert.Equal((SampleLedger.LastTransfer, SampleLedger.LastBlock, 4), (report.Transfers, report.Head?.Number, report.Accounts));
    }

    [Theory]
    [InlineData("transfers", "id", SampleLedger.MiddleTransfer)]
    [InlineData("transfers", "id", SampleLedger.LastTransfer)]
    [InlineData("transfers", "id", 1)]
    [InlineData("blocks", "number", SampleLedger.MiddleBlock)]
    [InlineData("blocks", "number", SampleLedger.LastBlock)]
    [InlineData("blocks", "number", 1)]
    [InlineData("ledger_head", "id", 1)]
    [InlineData("postings", "transfer_id", SampleLedger.MiddleTransfer)]
    [InlineData("transfer_notes", "transfer_id", SampleLedger.LastTransfer)]
    public async Task A_change_to_any_column_is_found_and_named(string table, string key, long row)
    {
        foreach (var change in Columns(sample.File, table).SelectMany(column => ChangesOf(column, table, key)))
            await AssertFoundAsync($"UPDATE {table} SET {change} WHERE {key} = {row}");
    }

    [Theory]
    [InlineData("balance = balance + 1")]
    [InlineData("balance = balance - 1")]
    [InlineData("balance = balance + 0.5")]
    [InlineData("balance = NULL")]
    [InlineData("is_system = 1")]
    [InlineData("name = 'mallory'")]
    public async Task A_change_to_an_account_is_found_and_the_account_named(string change)
    {
        using var folder = new TemporaryFolder();
        var file = sample.CopyTo(folder.Path);
        TestDatabase.Tamper(file, RelaxNulls("accounts") + $"UPDATE accounts SET {change} WHERE name = 'bob'");
        var fault = (await VerifyAsync(file)).Fault;
        Assert.NotNull(fault);
        Assert.Matches("account (bob|mallory|number 4)|behind block 5, transfer 9", fault);
    }

    [Theory]
    [InlineData("DELETE FROM transfers WHERE id = 9", "block 5, transfer 9")]
    [InlineData("DELETE FROM transfers WHERE id = 6", "block 4, transfer 6")]
    [InlineData("DELETE FROM transfers WHERE id > 3", "block 4, transfer 4")]
    [InlineData("DELETE FROM blocks WHERE number = 2", "block 2 is missing")]
    [InlineData("DELETE FROM blocks WHERE number = 5", "block 5, transfer 9")]
    [InlineData("DELETE FROM transfers WHERE id = 9; DELETE FROM blocks WHERE number = 5", "audit row 1: names transfer 9")]
    [InlineData("DELETE FROM ledger_head", "block 5, transfer 9")]
    [InlineData("INSERT INTO ledger_head SELECT 2, last_transfer, last_block, last_hash, indexed_to, last_audit, audit_hash FROM ledger_head", "block 5, transfer 9")]
    [InlineData("DELETE FROM accounts WHERE name = 'bob'", "account 4 has transfers")]
    [InlineData("DELETE FROM postings WHERE transfer_id = 6", "block 4, transfer 6")]
    [InlineData("DELETE FROM transfer_notes", "block 5, transfer 9")]
    [InlineData("INSERT INTO transfer_notes VALUES (6, 'op-1', 'mine')", "block 4, transfer 6")]
    [InlineData("INSERT INTO payment_proofs VALUES (6, 1, x'00')", "block 4, transfer 6")]
    [InlineData("INSERT INTO postings VALUES (3, 6)", "19 postings for 9 transfers")]
    [InlineData("UPDATE postings SET account_id = 3 WHERE transfer_id = 6 AND account_id = 4", "block 4, transfer 6")]
    [InlineData("UPDATE ledger_head SET indexed_to = 6; DELETE FROM postings WHERE transfer_id = 6 AND account_id = 4", "block 4, transfer 6")]
    [InlineData("UPDATE ledger_head SET indexed_to = 5; INSERT INTO postings VALUES (3, 6)", "19 postings for 9 transfers")]
    [InlineData("UPDATE ledger_head SET indexed_to = 5; INSERT INTO postings VALUES (3, 10)", "19 postings for 9 transfers")]
    [InlineData("UPDATE ledger_head SET indexed_to = 5; UPDATE postings SET account_id = 3 WHERE transfer_id = 6 AND account_id = 4", "18 postings for 9 transfers")]
    [InlineData("UPDATE ledger_head SET indexed_to = 10", "block 5, transfer 9")]
    [InlineData("UPDATE ledger_head SET indexed_to = -1", "block 5, transfer 9")]
    [InlineData("INSERT INTO transfers SELECT 10, debit_id, credit_id, amount, debit_after, credit_after, kind, at, reverses_id, memo, digest FROM transfers WHERE id = 9", "10 transfers")]
    [InlineData("UPDATE blocks SET number = -number WHERE number IN (2, 3); UPDATE blocks SET number = 5 + number WHERE number < 0", "block 2")]
    [InlineData("UPDATE accounts SET balance = balance + 5 WHERE name = 'bob'; UPDATE accounts SET balance = balance - 5 WHERE name = 'alice'", "account alice")]
    public async Task Rows_that_went_came_or_changed_places_are_found(string sql, string named)
    {
        using var folder = new TemporaryFolder();
        var file = sample.CopyTo(folder.Path);
        TestDatabase.Tamper(file, sql);
        Assert.Contains(named, (await VerifyAsync(file)).Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE FROM postings WHERE transfer_id > 5")]
    [InlineData("DELETE FROM postings WHERE transfer_id > 5 AND account_id > 2")]
    [InlineData("DELETE FROM postings WHERE transfer_id IN (7, 9)")]
    public async Task A_run_of_postings_that_is_not_merged_to_its_end_is_no_fault(string sql)
    {
        using var folder = new TemporaryFolder();
        var file = sample.CopyTo(folder.Path);
        TestDatabase.Tamper(file, "UPDATE ledger_head SET indexed_to = 5; " + sql);
        Assert.Null((await VerifyAsync(file)).Fault);
    }

    [Fact]
    public async Task A_ledger_rewritten_as_a_whole_is_found_by_a_head_noted_elsewhere()
    {
        var noted = TestDatabase.Text(sample.File, "SELECT lower(hex(hash)) FROM blocks WHERE number = 4");
        Assert.Null((await VerifyAsync(sample.File, (4, noted))).Fault);
        Assert.Null((await VerifyAsync(sample.File, (4, noted.ToUpperInvariant()))).Fault);
        Assert.Contains("block 5: its hash is not the expected", (await VerifyAsync(sample.File, (5, noted))).Fault, StringComparison.Ordinal);
        Assert.Contains("block 6, which was expected", (await VerifyAsync(sample.File, (6, noted))).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_page_is_a_fault_and_not_a_crash()
    {
        using var folder = new TemporaryFolder();
        var file = sample.CopyTo(folder.Path);
        var page = TestDatabase.Query(file, "SELECT rootpage FROM sqlite_master WHERE name = 'transfers'");
        await using (var stream = new FileStream(file, FileMode.Open))
        {
            stream.Position = (page - 1) * 4096;
            stream.Write(new byte[4096]);
        }
        Assert.Contains("can't be read", (await VerifyAsync(file)).Fault, StringComparison.Ordinal);
    }

    private async Task AssertFoundAsync(string sql)
    {
        using var folder = new TemporaryFolder();
        var file = sample.CopyTo(folder.Path);
        TestDatabase.Tamper(file, RelaxNulls(sql.Split(' ')[1]) + sql);
        var fault = (await VerifyAsync(file)).Fault;
        Assert.True(fault is not null, $"verify did not see: {sql}");
        Assert.Matches("block -?[0-9]+", fault);
        if (sql.StartsWith("UPDATE transfers", StringComparison.Ordinal))
            Assert.Matches("transfer [0-9]+", fault);
    }

    // NOT NULL can't be switched off, but whoever edits the file can edit the schema too.
    private static string RelaxNulls(string table) =>
        $"PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', '') WHERE name = '{table}' AND sql NOT LIKE '%WITHOUT ROWID%'; PRAGMA writable_schema = RESET; ";

    private static IEnumerable<string> ChangesOf((string Name, string Type) column, string table, string key) => column.Type switch
    {
        // A row id is always a whole number.
        "INTEGER" when column.Name == key && table != "postings" => [$"{key} = {key} + 1000", $"{key} = -{key}"],
        "INTEGER" => ChangesOfANumber.Select(change => $"{column.Name} = coalesce({column.Name}, 0) {change}"),
        "BLOB" => [$"{column.Name} = substr({column.Name}, 1, length({column.Name}) - 1) || x'ff'", $"{column.Name} = x''", $"{column.Name} = NULL"],
        _ => [$"{column.Name} = coalesce({column.Name}, '') || 'x'"],
    };

    private static IEnumerable<(string Name, string Type)> Columns(string file, string table) =>
        TestDatabase.List(file, $"SELECT name || ' ' || type FROM pragma_table_info('{table}')")
            .Select(column => (column.Split(' ')[0], column.Split(' ')[1]));

    private static Task<VerificationReport> VerifyAsync(string file, (long, string)? expected = null) =>
        new LedgerVerifier(new PayHubDatabase($"Data Source={file};Pooling=False", new WriteGate()), new SignatureCheck()).VerifyAsync(null, expected);
}
