using Microsoft.Data.Sqlite;
using PayHub.Data.Storage;

namespace PayHub.Tests.Ledgers;

/// <summary>A database file is synced as SQLite has it open, whatever else goes on.</summary>
public sealed class DatabaseFileTests
{
    [Fact]
    public async Task What_a_checkpoint_copied_can_be_synced_while_the_ledger_writes_on()
    {
        await using var rig = await LedgerRig.StartAsync();
        await rig.OpenAsync("alice");
        var bob = await rig.OpenAsync("bob");
        await using var connection = new SqliteConnection(rig.Database.WriteConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var checkpoint = connection.CreateCommand();
        checkpoint.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        for (var i = 0; i < 5; i++)
        {
            var paying = rig.PayAsync("alice", 1, "bob", bob);
            await checkpoint.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            DatabaseFile.Sync(connection.Handle!);
            await paying;
        }
        Assert.Equal(5, rig.Query("SELECT count(*) FROM transfers WHERE kind = 0"));
    }
}
