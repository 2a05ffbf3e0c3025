using Microsoft.Data.Sqlite;

namespace PayHub.Data.Storage;

/// <summary>Copies the database while the hub runs.</summary>
/// <param name="database">What is copied.</param>
public sealed class DatabaseBackup(PayHubDatabase database)
{
    /// <summary>Writes a consistent copy, by SQLite's online backup, to a file that must not exist yet.</summary>
    /// <exception cref="IOException">The file exists, or can't be written.</exception>
    /// <exception cref="SqliteException">The copy failed; no half copy is left at the path.</exception>
    public void CopyTo(string path)
    {
        path = Path.GetFullPath(path);
        if (File.Exists(path))
            throw new IOException($"{path} exists already: a backup never overwrites a file.");
        var aside = path + ".part";
        try
        {
            PrivateFile.Ensure(aside);
            Copy(aside);
            File.Move(aside, path);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private void Copy(string path)
    {
        var target = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false };
        using var from = new SqliteConnection(database.ReadConnectionString);
        using var to = new SqliteConnection(target.ToString());
        from.Open();
        to.Open();
        from.BackupDatabase(to);
        using var command = to.CreateCommand();
        // One file, without a log beside it, that can be copied away as it is.
        command.CommandText = "PRAGMA journal_mode = DELETE";
        command.ExecuteNonQuery();
    }
}
