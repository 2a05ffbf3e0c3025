using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PayHub.Data.Settings;

namespace PayHub.Data.Storage;

/// <summary>How to reach the database: read-only for whoever asks, for writing through the <see cref="WriteGate"/>.</summary>
public sealed class PayHubDatabase
{
    // Identity reads its schema's version from the application's services alone. Passkeys are in the third, and the design-time
    // factory must see the same model.
    private static readonly ServiceProvider IdentitySchema = new ServiceCollection()
        .Configure<IdentityOptions>(o => o.Stores.SchemaVersion = IdentitySchemaVersions.Version3)
        .BuildServiceProvider();

    private readonly WriteGate _gate;
    private readonly DbContextOptions<PayHubDbContext> _writeOptions;
    private readonly PooledDbContextFactory<PayHubDbContext> _readers;

    /// <summary>The database of the settings.</summary>
    public PayHubDatabase(DataDirectory directory, WriteGate gate, IOptions<DatabaseOptions> options, ILoggerFactory loggers)
        : this(ConnectionString(directory, options.Value), gate, loggers)
    {
    }

    /// <summary>A database by its connection string.</summary>
    public PayHubDatabase(string connectionString, WriteGate gate, ILoggerFactory? loggers = null)
    {
        var parts = new SqliteConnectionStringBuilder(connectionString);
        File = Path.GetFullPath(parts.DataSource);
        parts.DataSource = File;
        parts.Mode = SqliteOpenMode.ReadWriteCreate;
        WriteConnectionString = parts.ToString();
        parts.Mode = SqliteOpenMode.ReadOnly;
        ReadConnectionString = parts.ToString();
        _gate = gate;
        _writeOptions = Options(WriteConnectionString, loggers)
            .AddInterceptors(new SqlitePragmas()).Options;
        _readers = new PooledDbContextFactory<PayHubDbContext>(
            Options(ReadConnectionString, loggers).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options);
    }

    /// <summary>The database file's full path.</summary>
    public string File { get; }

    /// <summary>For connections that write; they hold the gate while they do.</summary>
    public string WriteConnectionString { get; }

    /// <summary>For connections that only read.</summary>
    public string ReadConnectionString { get; }

    /// <summary>A context that can't write and tracks nothing. Dispose it soon: a long reader keeps the log from being reset.</summary>
    public PayHubDbContext OpenRead() => _readers.CreateDbContext();

    /// <summary>A context that writes, through the gate, with <c>SaveChangesAsync</c>.</summary>
    public PayHubDbContext OpenWrite() => new(_writeOptions) { Gate = _gate };

    /// <summary>Closes what is pooled; SQLite then moves its log into the file, so that a stopped hub leaves one file.</summary>
    public void CloseConnections()
    {
        SqliteConnection.ClearPool(new SqliteConnection(ReadConnectionString));
        SqliteConnection.ClearPool(new SqliteConnection(WriteConnectionString));
    }

    internal static DbContextOptionsBuilder<PayHubDbContext> Options(string connectionString, ILoggerFactory? loggers = null) =>
        new DbContextOptionsBuilder<PayHubDbContext>()
            .UseSqlite(connectionString)
            .UseSnakeCaseNamingConvention()
            .UseApplicationServiceProvider(IdentitySchema)
            // They are thrown as well, and logged, or told in a sentence, where they are caught.
            .ConfigureWarnings(events => events.Log(
                (RelationalEventId.CommandError, LogLevel.Debug), (RelationalEventId.ConnectionError, LogLevel.Debug),
                (CoreEventId.QueryIterationFailed, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug)))
            .UseLoggerFactory(loggers);

    private static string ConnectionString(DataDirectory directory, DatabaseOptions options) =>
        options.ConnectionString.Length > 0
            ? options.ConnectionString
            : new SqliteConnectionStringBuilder { DataSource = directory.DatabaseFile }.ToString();
}
