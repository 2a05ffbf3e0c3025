using PayHub.Data.Storage;
using PayHub.Tests.Support;

namespace PayHub.Tests.Ledgers;

/// <summary>A process that is killed while it migrates leaves the lock of EF Core behind, for which every later one would wait for ever.</summary>
public sealed class MigratorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WriteGate _gate = new();

    private string File => _folder.File("payhub.db");

    public void Dispose()
    {
        _folder.Dispose();
        _gate.Dispose();
    }

    [Fact]
    public async Task A_lock_that_was_left_behind_holds_up_neither_a_migration_nor_a_start_without_one()
    {
        TestDatabase.Execute(File, "CREATE TABLE __EFMigrationsLock (Id INTEGER PRIMARY KEY, Timestamp TEXT NOT NULL)");
        await LeaveLockAndMigrateAsync();
        Assert.Equal(0, TestDatabase.Query(File, "SELECT count(*) FROM __EFMigrationsLock"));
        Assert.True(TestDatabase.Query(File, "SELECT count(*) FROM accounts") > 0);
        await LeaveLockAndMigrateAsync();
    }

    private async Task LeaveLockAndMigrateAsync()
    {
        TestDatabase.Execute(File, "INSERT INTO __EFMigrationsLock (Id, Timestamp) VALUES (1, '2026-01-01 00:00:00+00:00')");
        var cancellationToken = TestContext.Current.CancellationToken;
        await new Migrator(new PayHubDatabase($"Data Source={File};Pooling=False", _gate)).MigrateAsync(cancellationToken)
            .WaitAsync(TestEnvironment.Bound, cancellationToken);
    }
}
