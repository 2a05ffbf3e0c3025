using System.Runtime.InteropServices;

namespace PayHub.Data.Ledger;

/// <summary>
/// The few functions of SQLite's C interface that run for every row (https://sqlite.org/c3ref/funclist.html), in the library that
/// Microsoft.Data.Sqlite has loaded. SQLitePCLRaw has them too, but counts references to the statement at each call, which costs
/// more than what most of them do.
/// </summary>
internal static unsafe partial class SqliteApi
{
    /// <summary>That library, which has all of SQLite.</summary>
    internal const string Library = "e_sqlite3";

    // The destructor argument by which SQLite takes a copy (SQLITE_TRANSIENT).
    private const nint Copied = -1;

    /// <summary>Binds a number.</summary>
    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    public static partial int Bind(nint statement, int place, long value);

    /// <summary>Binds nothing.</summary>
    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null")]
    public static partial int BindNull(nint statement, int place);

    /// <summary>Binds bytes.</summary>
    public static int BindBlob(nint statement, int place, ReadOnlySpan<byte> bytes)
    {
        // Of no bytes at all SQLite would make NULL, if it were shown no address.
        byte none = 0;
        fixed (byte* start = bytes)
            return BindBlob(statement, place, start is null ? &none : start, bytes.Length, Copied);
    }

    /// <summary>Binds text, given as UTF-8.</summary>
    public static int BindText(nint statement, int place, ReadOnlySpan<byte> text)
    {
        byte none = 0;
        fixed (byte* start = text)
            return BindText(statement, place, start is null ? &none : start, text.Length, Copied);
    }

    /// <summary>Runs a statement up to its next row, or its end.</summary>
    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    public static partial int Step(nint statement);

    /// <summary>Makes a statement ready to run again; what is bound stays.</summary>
    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    public static partial int Reset(nint statement);

    /// <summary>The type of what a row holds.</summary>
    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_type")]
    public static partial int ColumnType(nint statement, int column);

    /// <summary>A number; 0 where there is none.</summary>
    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    public static partial long ColumnInt64(nint statement, int column);

    /// <summary>Bytes, or the text's UTF-8. Good until the statement moves on, or another type is asked for.</summary>
    public static ReadOnlySpan<byte> ColumnBytes(nint statement, int column, bool isText)
    {
        // In this order: asking for the length first could make SQLite convert, and move, what it then shows.
        var start = isText ? ColumnText(statement, column) : ColumnBlob(statement, column);
        return new ReadOnlySpan<byte>(start, ColumnLength(statement, column));
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob")]
    private static partial int BindBlob(nint statement, int place, byte* bytes, int length, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text")]
    private static partial int BindText(nint statement, int place, byte* text, int length, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob")]
    private static partial byte* ColumnBlob(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_text")]
    private static partial byte* ColumnText(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    private static partial int ColumnLength(nint statement, int column);
}
