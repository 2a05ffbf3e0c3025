using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using PayHub.Data.Ledger;
using SQLitePCL;

namespace PayHub.Data.Storage;

/// <summary>
/// The file behind a connection, as SQLite itself has it open. Nobody else may open it: to close it again would end every lock that
/// this process holds on it (https://sqlite.org/howtocorrupt.html, 2.2).
/// </summary>
internal static unsafe partial class DatabaseFile
{
    private const int GetFile = 7; // SQLITE_FCNTL_FILE_POINTER
    private const int Normal = 2; // SQLITE_SYNC_NORMAL

    /// <summary>Has the disk hold what was written to the file, and waits for that.</summary>
    /// <param name="connection">An open connection to a file, in use by the caller alone.</param>
    /// <exception cref="SqliteException">It does not (SQLITE_IOERR_FSYNC), and what was written may be lost.</exception>
    public static void Sync(sqlite3 connection)
    {
        File* file;
        SqliteException.ThrowExceptionForRC(Control(connection.DangerousGetHandle(), "main", GetFile, &file), connection);
        var result = file->Methods->Sync(file, Normal);
        GC.KeepAlive(connection);
        if (result != raw.SQLITE_OK)
            throw new SqliteException("The database file could not be synced.", result & 0xFF, result);
    }

    [LibraryImport(SqliteApi.Library, EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Control(nint connection, string database, int what, void* argument);

    // https://sqlite.org/c3ref/file.html
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct File
    {
        public readonly IoMethods* Methods;
    }

    // The first of https://sqlite.org/c3ref/io_methods.html.
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct IoMethods
    {
        public readonly int Version;
        public readonly nint Close;
        public readonly nint Read;
        public readonly nint Write;
        public readonly nint Truncate;
        public readonly delegate* unmanaged[Cdecl]<File*, int, int> Sync;
    }
}
