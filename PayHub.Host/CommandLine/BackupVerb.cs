using System.CommandLine;
using System.Globalization;
using Microsoft.Data.Sqlite;
using PayHub.Data.Queries;
using PayHub.Data.Storage;

namespace PayHub.Host.CommandLine;

/// <summary><c>backup PATH</c>: a consistent copy of the database, beside a running hub or without one.</summary>
internal static class BackupVerb
{
    public static Command Create(string[] settings)
    {
        var path = new Argument<string>("PATH") { Description = "The file to write; it must not exist yet" };
        var verb = new Command("backup", "Copy the database to a file while the hub runs") { path };
        verb.SetAction((parsed, cancellationToken) => RunAsync(settings, parsed.GetRequiredValue(path), cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(string[] settings, string path, CancellationToken cancellationToken)
    {
        using var hub = VerbHost.Open(settings);
        if (hub is null)
            return 1;
        try
        {
            hub.Services.GetRequiredService<DatabaseBackup>().CopyTo(path, cancellationToken: cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SqliteException)
        {
            await Console.Error.WriteLineAsync($"payhub: no backup was made: {error.Message}");
            return 1;
        }
        var copy = new PayHubDatabase(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString(), new WriteGate());
        var head = await new LedgerHeadQuery(copy).ReadAsync(cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Backup: {Path.GetFullPath(path)}, {new FileInfo(path).Length} bytes, {head.LastTransfer} transfers"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Head: {head.LastBlock}:{Convert.ToHexStringLower(head.LastHash)}"));
        return 0;
    }
}
