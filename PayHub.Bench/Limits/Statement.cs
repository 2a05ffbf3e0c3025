using SQLitePCL;

namespace PayHub.Bench.Limits;

/// <summary>A statement of SQLite's own interface, compiled once.</summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v2(database, sql, out _statement));
    }

    /// <summary>Binds a whole number by its place, from 1.</summary>
    public void Bind(int place, long value) => raw.sqlite3_bind_int64(_statement, place, value);

    public void Bind(int place, ReadOnlySpan<byte> value) => raw.sqlite3_bind_blob(_statement, place, value);

    public void BindText(int place, ReadOnlySpan<byte> ascii) => raw.sqlite3_bind_text(_statement, place, ascii);

    /// <summary>Runs it to its end; what is bound stays bound.</summary>
    /// <exception cref="BenchException">SQLite fails.</exception>
    public void Run()
    {
        while (raw.sqlite3_step(_statement) is var code && code != raw.SQLITE_DONE)
        {
            if (code != raw.SQLITE_ROW)
                Check(code);
        }
        raw.sqlite3_reset(_statement);
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw new BenchException($"SQLite says: {raw.sqlite3_errmsg(_database).utf8_to_string()}");
    }
}
