using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using PayHub.Data.Ledger;
using SQLitePCL;

namespace PayHub.Data.Storage;

/// <summary>The settings that make SQLite durable here: set on each writing connection, and asserted at start-up.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    // Without checkpoints of their own: those would sync the whole log while the gate is held, and tell nobody that it failed.
    private const string Set =
        "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 0;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        Apply(((SqliteConnection)connection).Handle!);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }

    /// <summary>Sets them on an open connection and checks that SQLite took them.</summary>
    /// <exception cref="SqliteException">The file can't be written.</exception>
    /// <exception cref="IOException">One did not take: the file is on a filesystem without shared memory, say.</exception>
    public static void Apply(sqlite3 connection)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(connection, Set), connection);
        Require(connection, "journal_mode", "wal");
        Require(connection, "synchronous", "2");
        Require(connection, "foreign_keys", "1");
    }

    private static void Require(sqlite3 connection, string pragma, string wanted)
    {
        using var command = new PreparedCommand(connection, $"PRAGMA {pragma}");
        using var row = command.Read();
        var actual = row.Read() ? row.Text(0) : "nothing";
        if (actual != wanted)
            throw new IOException($"SQLite runs with {pragma} = {actual}, but the ledger needs {wanted}: is the data directory on a network drive?");
    }
}
