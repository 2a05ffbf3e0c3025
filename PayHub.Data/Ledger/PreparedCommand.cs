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
    private readonly nint _handle;
    private readonly int[] _places;

    // SQLite keeps what is bound from one run to the next: much of a row is as in the row before.
    private readonly SqlValue[] _bound;

    /// <exception cref="SqliteException">The database does not know it so.</exception>
    public PreparedCommand(sqlite3 connection, string sql, params string[] parameters)
    {
        _database = connection;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
        _handle = _statement.DangerousGetHandle();
        _places = [.. parameters.Select(name => raw.sqlite3_bind_parameter_index(_statement, name))];
        _bound = new SqlValue[_places.Length];
    }

    /// <exception cref="SqliteException">It failed.</exception>
    public void Execute(params ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        using var rows = new SqlRows(_database, _handle);
        while (rows.Read())
        {
        }
    }

    /// <summary>Runs it; dispose what comes back before it is run again.</summary>
    public SqlRows Read(params ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        return new SqlRows(_database, _handle);
    }

    public void Dispose() => _statement.Dispose();

    private void Bind(ReadOnlySpan<SqlValue> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, _places.Length, nameof(values));
        for (var i = 0; i < _places.Length; i++)
        {
            if (values[i].IsBoundAs(_bound[i]))
                continue;
            Check(values[i].BindTo(_handle, _places[i]));
            _bound[i] = values[i];
        }
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}

/// <summary>A value for a statement: a number, text, bytes or nothing.</summary>
internal readonly struct SqlValue
{
    private const int MostOnStack = 512;

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
    public int BindTo(nint statement, int place)
    {
        if (_isNumber)
            return SqliteApi.Bind(statement, place, _number);
        return _other switch
        {
            byte[] bytes => SqliteApi.BindBlob(statement, place, bytes),
            string text => BindText(statement, place, text),
            _ => SqliteApi.BindNull(statement, place),
        };
    }

    private static int BindText(nint statement, int place, string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = most <= MostOnStack ? stackalloc byte[MostOnStack] : new byte[most];
        return SqliteApi.BindText(statement, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }
}

/// <summary>The rows of a statement that runs. Disposing it makes the statement ready to run again.</summary>
internal readonly ref struct SqlRows(sqlite3 database, nint statement)
{
    /// <summary>Goes to the next row.</summary>
    /// <returns>False behind the last one.</returns>
    /// <exception cref="SqliteException">The statement failed.</exception>
    public bool Read()
    {
        var result = SqliteApi.Step(statement);
        if (result == raw.SQLITE_ROW)
            return true;
        if (result != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, database);
        return false;
    }

    public bool IsNull(int column) => TypeOf(column) == raw.SQLITE_NULL;

    public bool IsInteger(int column) => TypeOf(column) == raw.SQLITE_INTEGER;

    public bool IsBlob(int column) => TypeOf(column) == raw.SQLITE_BLOB;

    public bool IsText(int column) => TypeOf(column) == raw.SQLITE_TEXT;

    /// <summary>A number; 0 where there is none.</summary>
    public long Int64(int column) => SqliteApi.ColumnInt64(statement, column);

    /// <summary>A number that must be there.</summary>
    /// <exception cref="InvalidCastException">It is not, or is something else.</exception>
    public long Required(int column) => IsInteger(column) ? Int64(column) : throw new InvalidCastException($"Column {column} holds no whole number.");

    /// <exception cref="OverflowException">It is larger than that.</exception>
    public int Int32(int column) => checked((int)Int64(column));

    public bool Boolean(int column) => Int64(column) != 0;

    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    /// <summary>A text's UTF-8, good until the next row.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => SqliteApi.ColumnBytes(statement, column, isText: true);

    /// <summary>Good until the next row.</summary>
    public ReadOnlySpan<byte> Span(int column) => SqliteApi.ColumnBytes(statement, column, isText: false);

    public byte[] Bytes(int column) => Span(column).ToArray();

    // Its result repeats the error of the step, which was thrown already.
    public void Dispose() => _ = SqliteApi.Reset(statement);

    private int TypeOf(int column) => SqliteApi.ColumnType(statement, column);
}
