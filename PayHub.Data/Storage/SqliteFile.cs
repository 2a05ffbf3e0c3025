using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PayHub.Data.Storage;

/// <summary>
/// Connections for prepared statements that go over very many rows. Unlike those of Microsoft.Data.Sqlite they are without locks of
/// their own (SQLITE_OPEN_NOMUTEX): one is for one thread at a time.
/// </summary>
internal static class SqliteFile
{
    private const int PatienceMilliseconds = 5000;

    // Who goes over the whole file looks things up in it besides.
    private const string LargeCache = "PRAGMA cache_size = -32768";

    static SqliteFile() => Batteries_V2.Init();

    /// <summary>Opens a file that is there, with the pragmas that make it durable.</summary>
    /// <param name="connectionString">Names the file.</param>
    /// <exception cref="SqliteException">It can't be opened, or not be written.</exception>
    /// <exception cref="IOException">It can't be made durable.</exception>
    public static sqlite3 OpenForWriting(string connectionString)
    {
        var connection = Open(connectionString, raw.SQLITE_OPEN_READWRITE);
        try
        {
            SqlitePragmas.Apply(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file that is there, to read it.</summary>
    /// <param name="connectionString">Names the file.</param>
    /// <exception cref="SqliteException">It can't be opened.</exception>
    public static sqlite3 OpenForReading(string connectionString)
    {
        var connection = Open(connectionString, raw.SQLITE_OPEN_READONLY);
        try
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(connection, LargeCache), connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static sqlite3 Open(string connectionString, int mode)
    {
        var parts = new SqliteConnectionStringBuilder(connectionString);
        var result = raw.sqlite3_open_v2(parts.DataSource, out var connection, mode | raw.SQLITE_OPEN_NOMUTEX, parts.Vfs is { Length: > 0 } vfs ? vfs : null);
        try
        {
            SqliteException.ThrowExceptionForRC(result, connection);
            raw.sqlite3_extended_result_codes(connection, 1);
            raw.sqlite3_busy_timeout(connection, PatienceMilliseconds);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
