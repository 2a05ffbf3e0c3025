using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PayHub.Data.Ledger;

/// <summary>
/// A statement that is compiled once and run many times, its parameters given by place. It speaks to SQLite itself, because a
/// command of ADO.NET costs the writer more than the row that it writes.
/// </summary>
internal sealed class PreparedCommand : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _places;

    // SQLite keeps what is bound from one run to the next: much of a row is as in the row before.
    private readonly SqlValue[] _bound;

    /// <exception cref="SqliteException">The database does not know it so.</exception>
    public PreparedCommand(SqliteConnection connection, string sql, params string[] parameters)
    {
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
        _places = [.. parameters.Select(name => raw.sqlite3_bind_parameter_index(_statement, name))];
        _bound = new SqlValue[_places.Length];
    }

    /// <exception cref="SqliteException">It failed.</exception>
    public void Execute(params ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        using var rows = new SqlRows(_database, _statement);
        while (rows.Read())
        {
        }
    }

    /// <summary>Runs it; dispose what comes back before it is run again.</summary>
    public SqlRows Read(params ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        return new SqlRows(_database, _statement);
    }

    public void Dispose() => _statement.Dispose();

    private void Bind(ReadOnlySpan<SqlValue> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, _places.Length, nameof(values));
        for (var i = 0; i < _places.Length; i++)
        {
            if (values[i].IsBoundAs(_bound[i]))
                continue;
            Check(values[i].BindTo(_statement, _places[i]));
            _bound[i] = values[i];
        }
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}

/// <summary>A value for a statement: a number, text, bytes or nothing.</summary>
internal readonly struct SqlValue
{
    private const int MostOnStack = 256;

    private readonly long _number;
    private readonly object? _other;
    private readonly bool _isNumber;

    private SqlValue(long number) => (_number, _isNumber) = (number, true);

    private SqlValue(object? other) => _other = other;

    public static implicit operator SqlValue(long number) => new(number);

    public static implicit operator SqlValue(long? number) => number is { } n ? new SqlValue(n) : default;

    public static implicit operator SqlValue(bool flag) => new(flag ? 1 : 0);

    public static implicit operator SqlValue(string? text) => new((object?)text);

    public static implicit operator SqlValue(byte[]? bytes) => new((object?)bytes);

    /// <summary>Whether a place that holds a value holds this one too. Of text and bytes nobody asks: to compare costs as much.</summary>
    public bool IsBoundAs(in SqlValue value) => _isNumber
        ? value._isNumber && value._number == _number
        : _other is null && !value._isNumber && value._other is null;

    /// <returns>SQLite's result code.</returns>
    public int BindTo(sqlite3_stmt statement, int place)
    {
        if (_isNumber)
            return raw.sqlite3_bind_int64(statement, place, _number);
        return _other switch
        {
            byte[] bytes => raw.sqlite3_bind_blob(statement, place, bytes),
            string { Length: > 0 and <= MostOnStack / 3 } text => BindShort(statement, place, text),
            string text => raw.sqlite3_bind_text(statement, place, text),
            _ => raw.sqlite3_bind_null(statement, place),
        };
    }

    private static int BindShort(sqlite3_stmt statement, int place, string text)
    {
        Span<byte> bytes = stackalloc byte[MostOnStack];
        return raw.sqlite3_bind_text(statement, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }
}

/// <summary>The rows of a statement that runs. Disposing it makes the statement ready to run again.</summary>
internal readonly ref struct SqlRows(sqlite3 database, sqlite3_stmt statement)
{
    /// <summary>Goes to the next row.</summary>
    /// <returns>False behind the last one.</returns>
    /// <exception cref="SqliteException">The statement failed.</exception>
    public bool Read()
    {
        var result = raw.sqlite3_step(statement);
        if (result == raw.SQLITE_ROW)
            return true;
        if (result != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, database);
        return false;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public bool IsInteger(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_INTEGER;

    public bool IsBlob(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_BLOB;

    public bool IsText(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_TEXT;

    /// <summary>A number; 0 where there is none.</summary>
    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    /// <summary>A number that must be there.</summary>
    /// <exception cref="InvalidCastException">It is not, or is something else.</exception>
    public long Required(int column) => IsInteger(column) ? Int64(column) : throw new InvalidCastException($"Column {column} holds no whole number.");

    /// <exception cref="OverflowException">It is larger than that.</exception>
    public int Int32(int column) => checked((int)Int64(column));

    public bool Boolean(int column) => Int64(column) != 0;

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>Good until the next row.</summary>
    public ReadOnlySpan<byte> Span(int column) => raw.sqlite3_column_blob(statement, column);

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    // Its result repeats the error of the step, which was thrown already.
    public void Dispose() => raw.sqlite3_reset(statement);
}
