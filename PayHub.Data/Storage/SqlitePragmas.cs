using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PayHub.Data.Storage;

/// <summary>The settings that make SQLite durable here: set on each writing connection, and asserted at start-up.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Set = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Apply(connection);
        return Task.CompletedTask;
    }

    /// <summary>Sets them on an open connection and checks that SQLite took them.</summary>
    /// <exception cref="IOException">One did not take: the file is on a filesystem without shared memory, say.</exception>
    public static void Apply(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Set;
        command.ExecuteNonQuery();
        Require(command, "journal_mode", "wal");
        Require(command, "synchronous", "2");
        Require(command, "foreign_keys", "1");
    }

    private static void Require(DbCommand command, string pragma, string wanted)
    {
        command.CommandText = $"PRAGMA {pragma}";
        var actual = Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        if (actual != wanted)
            throw new IOException($"SQLite runs with {pragma} = {actual}, but the ledger needs {wanted}: is the data directory on a network drive?");
    }
}
