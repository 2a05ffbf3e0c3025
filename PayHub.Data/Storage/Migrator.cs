using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace PayHub.Data.Storage;

/// <summary>Brings the database to this version's schema. The caller holds the data directory's lock.</summary>
/// <param name="database">The database, which need not exist yet.</param>
public sealed class Migrator(PayHubDatabase database)
{
    /// <summary>Applies what is missing; makes the file on first use.</summary>
    /// <exception cref="IOException">The file can't be made, or is not a database that SQLite can write.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken = default)
    {
        PrivateFile.Ensure(database.File);
        try
        {
            await using var context = database.OpenWrite();
            if (await IsCurrentAsync(context, cancellationToken))
                return;
            await RemoveStaleLockAsync(context, cancellationToken);
            await context.Database.MigrateAsync(cancellationToken);
        }
        catch (SqliteException error)
        {
            throw new IOException($"{database.File} can't be used as the hub's database: {error.Message}", error);
        }
    }

    // To migrate is to compare models first: a good part of the time of a start that has nothing to migrate. Whether a table is there is
    // asked first, because EF would ask by a connection that only reads, and a file that was just made can't be opened so.
    private static async Task<bool> IsCurrentAsync(PayHubDbContext context, CancellationToken cancellationToken) =>
        await HasTableAsync(context, "__EFMigrationsHistory", cancellationToken)
        && !(await context.Database.GetPendingMigrationsAsync(cancellationToken)).Any();

    // A process killed while it migrated leaves its row, and every start that has something to migrate would wait for it for ever. We hold the
    // directory's lock, so whoever wrote the row is gone.
    private static async Task RemoveStaleLockAsync(PayHubDbContext context, CancellationToken cancellationToken)
    {
        if (await HasTableAsync(context, "__EFMigrationsLock", cancellationToken))
            await context.Database.ExecuteSqlAsync($"DELETE FROM __EFMigrationsLock", cancellationToken);
    }

    private static async Task<bool> HasTableAsync(PayHubDbContext context, string name, CancellationToken cancellationToken) =>
        await context.Database.SqlQuery<int>($"SELECT count(*) AS Value FROM sqlite_master WHERE name = {name}").SingleAsync(cancellationToken) > 0;
}
