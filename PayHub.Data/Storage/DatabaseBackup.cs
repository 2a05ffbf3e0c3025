using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PayHub.Data.Storage;

/// <summary>Copies the database while the hub runs.</summary>
/// <param name="database">What is copied.</param>
public sealed class DatabaseBackup(PayHubDatabase database)
{
    private const int PagesAtOnce = 4096;

    /// <summary>Writes a consistent copy, by SQLite's online backup, to a file that must not exist yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">Told how much is copied, 0 to 1.</param>
    /// <param name="cancellationToken">Gives up, and leaves no file.</param>
    /// <exception cref="IOException">The file exists, or can't be written.</exception>
    /// <exception cref="SqliteException">The copy failed; no half copy is left at the path.</exception>
    public void CopyTo(string path, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        path = Path.GetFullPath(path);
        if (File.Exists(path))
            throw new IOException($"{path} exists already: a backup never overwrites a file.");
        var aside = path + ".part";
        try
        {
            PrivateFile.Ensure(aside);
            Copy(aside, progress, cancellationToken);
            File.Move(aside, path);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private void Copy(string path, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var target = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false };
        using var from = new SqliteConnection(database.ReadConnectionString);
        using var to = new SqliteConnection(target.ToString());
        from.Open();
        to.Open();
        // Kept open for the whole copy: each step then sees the same moment, and a busy hub does not make it begin again.
        using var moment = from.BeginTransaction(deferred: true);
        Execute(from, "SELECT count(*) FROM ledger_head");
        CopyPages(from, to, progress, cancellationToken);
        // One file, without a log beside it, that can be copied away as it is.
        Execute(to, "PRAGMA journal_mode = DELETE");
    }

    private static void CopyPages(SqliteConnection from, SqliteConnection to, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var backup = raw.sqlite3_backup_init(to.Handle, "main", from.Handle, "main");
        if (backup.IsInvalid)
            SqliteException.ThrowExceptionForRC(raw.sqlite3_errcode(to.Handle), to.Handle);
        int result;
        while ((result = raw.sqlite3_backup_step(backup, PagesAtOnce)) == raw.SQLITE_OK)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(1 - (double)raw.sqlite3_backup_remaining(backup) / raw.sqlite3_backup_pagecount(backup));
        }
        if (result != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, to.Handle);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
