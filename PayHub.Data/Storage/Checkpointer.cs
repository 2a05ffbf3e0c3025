using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayHub.Data.Ledger;

namespace PayHub.Data.Storage;

/// <summary>
/// Moves the write-ahead log into the database file, beside the writer: almost all of it while the writer goes on, and synced, the
/// small rest behind the gate, so that the writer's next batch begins the log anew (ADR 16).
/// </summary>
/// <param name="database">The database.</param>
/// <param name="gate">The process's one gate.</param>
/// <param name="metrics">Counts the checkpoints.</param>
/// <param name="clock">The hub's clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class Checkpointer(PayHubDatabase database, WriteGate gate, LedgerMetrics metrics, TimeProvider clock, ILogger<Checkpointer> logger)
    : BackgroundService
{
    // Frames, of a page each: 4 MiB. While the disk takes what was copied, commits wait for it: a little and often, not long.
    private const int WorthIt = 1024;

    // The second takes what came during the first, so that little is left for behind the gate.
    private const int PassesBeside = 2;

    // "The WAL File Format" in SQLite's documentation. A frame whose salt is the header's was written since the log began anew.
    private const int HeaderBytes = 32;
    private const int FrameBytes = 24 + 4096;
    private const int SaltBytes = 8;
    private const int SaltInHeader = 16;
    private const int SaltInFrame = 8;

    // Columns of what PRAGMA wal_checkpoint returns; the first says whether it was busy.
    private const int FramesOfLog = 1;
    private const int FramesCopied = 2;

    private const int SyncFailed = 10 | (4 << 8); // SQLITE_IOERR_FSYNC

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseForReader = TimeSpan.FromMilliseconds(500);
    private DateTime _checkpointed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.NextTickAsync(stoppingToken))
        {
            try
            {
                timer.Period = await CheckpointIfWorthItAsync(stoppingToken);
            }
            catch (SqliteException error) when (error.SqliteExtendedErrorCode == SyncFailed)
            {
                // What the disk did not take, the system has thrown away and counts as written; so nothing may go on from here (ADR 16).
                Environment.FailFast(
                    "The disk failed to keep what was written to the database file, or to its log. The log still holds every payment that was "
                    + "acknowledged: check the disk, end whatever else has the file open (verify, sqlite3), and start the hub again.", error);
            }
            catch (Exception error) when (error is SqliteException or IOException)
            {
                // Nothing is lost: the log stays as it is, and the next round tries again.
                LogCheckpointFailed(error);
            }
        }
    }

    // Returns how long to rest. While a long reader, such as a verification, holds the log back, to ask at once would sync for nothing.
    private async Task<TimeSpan> CheckpointIfWorthItAsync(CancellationToken cancellationToken)
    {
        var log = new FileInfo(database.File + "-wal");
        if (!log.Exists || log.LastWriteTimeUtc == _checkpointed || !IsWorthIt(log.FullName))
            return Pause;
        var isWhole = await CheckpointAsync(cancellationToken);
        _checkpointed = log.LastWriteTimeUtc;
        return isWhole ? Pause : PauseForReader;
    }

    // The length does not say: it stays when the log begins anew, because to sync a file that grows takes several times as long.
    // Only the log may be opened so: to close any other file of SQLite's would end the locks that this process holds on it.
    private static bool IsWorthIt(string log)
    {
        using var file = File.OpenHandle(log, share: FileShare.ReadWrite | FileShare.Delete);
        Span<byte> salts = stackalloc byte[2 * SaltBytes];
        return RandomAccess.Read(file, salts[..SaltBytes], SaltInHeader) == SaltBytes
            && RandomAccess.Read(file, salts[SaltBytes..], HeaderBytes + ((WorthIt - 1L) * FrameBytes) + SaltInFrame) == SaltBytes
            && salts[..SaltBytes].SequenceEqual(salts[SaltBytes..]);
    }

    // Returns whether all of the log was copied: a reader may need the file as it is.
    private async Task<bool> CheckpointAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(database.WriteConnectionString);
        await connection.OpenAsync(cancellationToken);
        SqlitePragmas.Apply(connection.Handle!);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        for (var pass = 0; pass < PassesBeside; pass++)
            await Task.Factory.StartNew(CopyAndSync, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        using var lease = await gate.EnterAsync(cancellationToken);
        using var copied = command.ExecuteReader();
        metrics.Checkpointed();
        return copied.Read() && copied.GetInt64(FramesOfLog) == copied.GetInt64(FramesCopied);

        // SQLite syncs the file only with the last of the log, which would be behind the gate: all of it at once.
        void CopyAndSync()
        {
            command.ExecuteNonQuery();
            DatabaseFile.Sync(connection.Handle!);
        }
    }

    [LoggerMessage(2101, LogLevel.Warning, "The write-ahead log could not be moved into the database file; the next round tries again")]
    private partial void LogCheckpointFailed(Exception error);
}
