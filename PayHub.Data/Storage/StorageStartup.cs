using Microsoft.Extensions.Hosting;

namespace PayHub.Data.Storage;

/// <summary>Before anything else starts: takes the data directory and brings the database to this version's schema.</summary>
/// <param name="directory">The data directory.</param>
/// <param name="migrator">Brings the schema.</param>
/// <param name="database">The database.</param>
internal sealed class StorageStartup(DataDirectory directory, Migrator migrator, PayHubDatabase database) : IHostedLifecycleService, IDisposable
{
    private IDisposable? _lock;
    private IDisposable? _databaseLock;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        _lock = directory.Lock();
        _databaseLock = directory.LockDatabase(database.File);
        await migrator.MigrateAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        database.CloseConnections();
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref _databaseLock, null)?.Dispose();
        Interlocked.Exchange(ref _lock, null)?.Dispose();
    }
}
