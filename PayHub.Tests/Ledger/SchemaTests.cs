using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PayHub.Data.Storage;

namespace PayHub.Tests.Ledgers;

/// <summary>What the migrations make of a file, and what the file itself refuses.</summary>
public sealed class SchemaTests(SampleLedger sample) : IClassFixture<SampleLedger>
{
    [Fact]
    public void The_model_has_no_change_without_its_migration()
    {
        using var context = new PayHubDatabase($"Data Source={sample.File}", new WriteGate()).OpenWrite();
        Assert.False(context.Database.HasPendingModelChanges(), "run: dotnet ef migrations add <Name> --project PayHub.Data");
    }

    [Theory]
    [InlineData("transfers", "ix_transfers_kind_id", "ix_transfers_reverses_id")]
    [InlineData("postings")]
    [InlineData("blocks", "ix_blocks_first_id")]
    [InlineData("accounts", "ix_accounts_key_kind", "ix_accounts_key_kind_name_key", "ix_accounts_name_key", "ix_accounts_status", "ix_accounts_status_name_key")]
    [InlineData("account_activity")]
    [InlineData("refusals")]
    [InlineData("sessions", "ix_sessions_account_id_id")]
    public void The_writer_s_tables_have_these_indexes_and_no_other(string table, params string[] indexes) =>
        Assert.Equal(indexes, TestDatabase.List(sample.File, $"SELECT name FROM pragma_index_list('{table}') WHERE origin <> 'pk' ORDER BY name"));

    [Theory]
    [InlineData("postings")]
    [InlineData("payment_ids")]
    public void Tables_that_are_one_index_have_no_row_ids(string table) =>
        Assert.Equal(1, TestDatabase.Query(sample.File, $"SELECT wr FROM pragma_table_list WHERE name = '{table}'"));

    [Theory]
    [InlineData("UPDATE accounts SET balance = -1 WHERE id = 2", "ck_accounts_no_debt")]
    [InlineData("UPDATE accounts SET balance = 9000000000000000001 WHERE id = 2", "ck_accounts_balance_range")]
    [InlineData("UPDATE accounts SET balance = -9000000000000000001 WHERE id = 1", "ck_accounts_balance_range")]
    [InlineData("UPDATE accounts SET balance = 1.5 WHERE id = 2", "ck_accounts_balance_range")]
    [InlineData("UPDATE accounts SET balance = balance + 9223372036854775807 WHERE id = 2", "ck_accounts_balance_range")]
    [InlineData("UPDATE transfers SET amount = 0 WHERE id = 6", "ck_transfers_amount")]
    [InlineData("UPDATE transfers SET amount = 0.5 WHERE id = 6", "ck_transfers_amount")]
    [InlineData("UPDATE transfers SET credit_id = debit_id WHERE id = 6", "ck_transfers_two_accounts")]
    [InlineData("INSERT INTO reversal_totals (transfer_id, original, reversed) VALUES (6, 10, 11)", "ck_reversal_totals_cap")]
    [InlineData("INSERT INTO reversal_totals (transfer_id, original, reversed) VALUES (6, 10, 0)", "ck_reversal_totals_cap")]
    [InlineData("UPDATE ledger_head SET id = 2", "ck_ledger_head_one_row")]
    [InlineData("INSERT INTO friendships (low_id, high_id, requested_by, state, since) VALUES (3, 2, 2, 0, 0)", "ck_friendships_order")]
    [InlineData("UPDATE accounts SET name_key = 'bob' WHERE name = 'alice'", "UNIQUE constraint failed: accounts.name_key")]
    [InlineData("UPDATE transfers SET debit_id = 99 WHERE id = 6", "FOREIGN KEY constraint failed")]
    [InlineData("DELETE FROM accounts WHERE name = 'bob'", "FOREIGN KEY constraint failed")]
    public void The_file_itself_refuses_what_must_never_be(string sql, string constraint)
    {
        var error = Assert.Throws<SqliteException>(() => TestDatabase.Execute(sample.File, "PRAGMA foreign_keys = ON;" + sql));
        Assert.Contains(constraint, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("foreign_keys", "1")]
    [InlineData("busy_timeout", "5000")]
    public async Task Every_writing_connection_has_the_durable_settings(string pragma, string wanted)
    {
        await using var context = new PayHubDatabase($"Data Source={sample.File};Pooling=False", new WriteGate()).OpenWrite();
        await context.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        Assert.Equal(wanted, $"{await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)}");
    }

    [Fact]
    public void A_database_that_can_t_be_durable_is_refused()
    {
        using var memory = new SqliteConnection("Data Source=:memory:");
        memory.Open();
        var error = Assert.Throws<IOException>(() => SqlitePragmas.Apply(memory.Handle!));
        Assert.Contains("journal_mode = memory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_can_t_write()
    {
        await using var context = new PayHubDatabase($"Data Source={sample.File};Pooling=False", new WriteGate()).OpenRead();
        var error = await Assert.ThrowsAsync<SqliteException>(
            () => context.Database.ExecuteSqlAsync($"UPDATE accounts SET balance = 0", TestContext.Current.CancellationToken));
        Assert.Contains("readonly", error.Message, StringComparison.Ordinal);
    }
}
