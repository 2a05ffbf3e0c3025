using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace PayHub.Bench.Payments;

/// <summary>Who pays whom.</summary>
/// <param name="Payer">The payer's account.</param>
/// <param name="Payee">The payee's.</param>
/// <param name="AreNew">Whether they are yet to be registered.</param>
internal sealed record PairNames(string Payer, string Payee, bool AreNew)
{
    // Enough for a run at a fixed rate; the richest are not taken, because they are the busiest as well.
    private const int LeastBalance = 9_000;

    /// <summary>Accounts that nobody has yet, in a hub of any age.</summary>
    public static IEnumerable<PairNames> Fresh()
    {
        var run = RandomNumberGenerator.GetHexString(6, lowercase: true);
        return Enumerable.Range(0, int.MaxValue).Select(i => new PairNames(string.Create(CultureInfo.InvariantCulture, $"b{run}-payer{i}"), string.Create(CultureInfo.InvariantCulture, $"b{run}-payee{i}"), AreNew: true));
    }

    /// <summary>Accounts without keys that a database holds, from all over it.</summary>
    /// <exception cref="BenchException">It has too few.</exception>
    public static IReadOnlyList<PairNames> StoredIn(string database, int pairs)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM accounts WHERE key_kind = 0 AND status = 0 AND is_system = 0 AND balance >= $least ORDER BY random() LIMIT $count";
        command.Parameters.AddWithValue("$least", LeastBalance);
        command.Parameters.AddWithValue("$count", 2 * pairs);
        var names = new List<string>();
        using var rows = command.ExecuteReader();
        while (rows.Read())
            names.Add(rows.GetString(0));
        return names.Count == 2 * pairs
            ? [.. names.Chunk(2).Select(two => new PairNames(two[0], two[1], AreNew: false))]
            : throw new BenchException($"{database} holds {names.Count} keyless accounts with {LeastBalance} or more; {2 * pairs} are needed: take fewer --pairs.");
    }
}
