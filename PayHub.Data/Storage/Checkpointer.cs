using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayHub.Data.Ledger;

namespace PayHub.Data.Storage;

/// <summary>
/// Moves the write-ahead log into the database file, beside the writer: most of it while the writer goes on, the small rest
/// behind the gate, so that the writer's next batch begins the log anew.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="gate">The process's one gate.</param>
/// <param name="metrics">Counts the checkpoints.</param>
/// <param name="clock">The hub's clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class Checkpointer(PayHubDatabase database, WriteGate gate, LedgerMetrics metrics, TimeProvider clock, ILogger<Checkpointer> logger)
    : BackgroundService
{
    private const long WorthIt = 8 * 1024 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private DateTime _checkpointed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.NextTickAsync(stoppingToken))
        {
            var log = new FileInfo(database.File + "-wal");
            if (!log.Exists || log.Length < WorthIt || log.LastWriteTimeUtc == _checkpointed)
                continue;
            await CheckpointAsync(stoppingToken);
            _checkpointed = log.LastWriteTimeUtc;
        }
    }

    private async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new SqliteConnection(database.WriteConnectionString);
            await connection.OpenAsync(cancellationToken);
            SqlitePragmas.Apply(connection);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            await Task.Factory.StartNew(command.ExecuteNonQuery, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            using var lease = await gate.EnterAsync(cancellationToken);
            command.ExecuteNonQuery();
            metrics.Checkpointed();
        }
        catch (SqliteException error)
        {
            // Nothing is lost: the log stays as it is, and the next round tries again.
            LogCheckpointFailed(error);
        }
    }

    [LoggerMessage(2101, LogLevel.Warning, "The write-ahead log could not be moved into the database file; the next round tries again")]
    private partial void LogCheckpointFailed(Exception error);
}
