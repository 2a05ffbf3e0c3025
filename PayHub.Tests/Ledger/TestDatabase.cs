using System.Globalization;
using Microsoft.Data.Sqlite;
using PayHub.Tests.Support;

namespace PayHub.Tests.Ledgers;

/// <summary>SQL on a database file, past the product: as an operator with the sqlite3 shell would.</summary>
internal static class TestDatabase
{
    private const string NoRules = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;";

    public static long Query(string file, string sql) => Convert.ToInt64(Scalar(file, sql), CultureInfo.InvariantCulture);

    public static string Text(string file, string sql) => Convert.ToString(Scalar(file, sql), CultureInfo.InvariantCulture)!;

    public static IReadOnlyList<string> List(string file, string sql)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        var list = new List<string>();
        while (row.Read())
            list.Add(row.GetString(0));
        return list;
    }

    /// <summary>Executes a statement; the database's own rules hold.</summary>
    public static int Execute(string file, string sql)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    /// <summary>Executes a statement with foreign keys and CHECKs off, which must change something.</summary>
    public static void Tamper(string file, string sql) => Assert.True(Execute(file, NoRules + sql) > 0, $"'{sql}' changed nothing");

    /// <summary>Copies a database that nobody writes, its log included.</summary>
    public static void Copy(string file, string to)
    {
        Execute(file, "PRAGMA wal_checkpoint(TRUNCATE)");
        File.Copy(file, to, overwrite: true);
        File.Delete(to + "-wal");
        File.Delete(to + "-shm");
    }

    /// <summary>Waits until the hub has written the postings of all transfers, as it does soon after nobody pays any more.</summary>
    public static async Task WaitForPostingsAsync(string file)
    {
        using var bound = new CancellationTokenSource(TestEnvironment.Bound);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (Query(file, "SELECT last_transfer - indexed_to FROM ledger_head") > 0)
            await timer.WaitForNextTickAsync(bound.Token);
    }

    private static object? Scalar(string file, string sql)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
