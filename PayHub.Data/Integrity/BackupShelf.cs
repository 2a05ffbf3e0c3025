using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using PayHub.Data.Queries;
using PayHub.Data.Storage;

namespace PayHub.Data.Integrity;

/// <summary>A backup that is there.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="At">When it was made, UTC.</param>
/// <param name="Block">The newest block in it.</param>
/// <param name="Bytes">Its size.</param>
public sealed record BackupFile(string Name, DateTimeOffset At, long Block, long Bytes);

/// <summary>
/// The backups in the data directory's folder <c>backups</c>, for its owner alone: the newest few. They lie on the same disk as
/// the ledger; somebody has to take them elsewhere.
/// </summary>
/// <param name="directory">The data directory.</param>
/// <param name="backup">Copies.</param>
/// <param name="database">What is copied.</param>
/// <param name="clock">The hub's clock.</param>
public sealed partial class BackupShelf(DataDirectory directory, DatabaseBackup backup, PayHubDatabase database, TimeProvider clock)
{
    /// <summary>How many are kept: the oldest beyond that are deleted once a new one is there.</summary>
    public const int Kept = 10;

    /// <summary>What must stay free on the disk behind a new backup, so that payments can go on: bytes.</summary>
    public const long Reserve = 256L * 1024 * 1024;

    private const string Folder = "backups";
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>What is there, the newest first.</summary>
    public IReadOnlyList<BackupFile> List()
    {
        var folder = new DirectoryInfo(directory.File(Folder));
        if (!folder.Exists)
            return [];
        return [.. folder.EnumerateFiles("*.db").Select(Read).OfType<BackupFile>().OrderByDescending(b => b.Block).ThenByDescending(b => b.Name, StringComparer.Ordinal)];
    }

    /// <summary>The full path of one that is there; null for any other name.</summary>
    public string? Find(string name) => List().Any(b => b.Name == name) ? Path.Combine(directory.File(Folder), name) : null;

    /// <summary>Makes one, and deletes those that are too many.</summary>
    /// <param name="progress">Told how much is copied, 0 to 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">There is no room for it, or it can't be written.</exception>
    /// <exception cref="SqliteException">The copy failed.</exception>
    public async Task<BackupFile> MakeAsync(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var folder = directory.Folder(Folder);
        RequireRoom(folder);
        var aside = Path.Combine(folder, "unfinished");
        File.Delete(aside);
        backup.CopyTo(aside, progress, cancellationToken);
        try
        {
            var copy = new PayHubDatabase(new SqliteConnectionStringBuilder { DataSource = aside, Pooling = false }.ToString(), new WriteGate());
            var head = await new LedgerHeadQuery(copy).ReadAsync(cancellationToken);
            var name = string.Create(CultureInfo.InvariantCulture, $"payhub-{clock.GetUtcNow().UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}-block-{head.LastBlock}.db");
            File.Move(aside, Path.Combine(folder, name));
            foreach (var old in List().Skip(Kept))
                File.Delete(Path.Combine(folder, old.Name));
            return List().First(b => b.Name == name);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>How much room a backup takes at most, with what must stay free behind it: what is still in the log will stand in the copy. Bytes.</summary>
    internal long Needed => Length(database.File) + Length(database.File + "-wal") + Reserve;

    private static long Length(string file) => new FileInfo(file) is { Exists: true } there ? there.Length : 0;

    // A backup that fills the disk would stop the hub that it is to save.
    private void RequireRoom(string folder)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        var needed = Needed;
        if (free < needed)
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"the disk has {free / 1_000_000} MB free, and a backup needs {needed / 1_000_000} MB"));
    }

    private static BackupFile? Read(FileInfo file)
    {
        var name = NamePattern().Match(file.Name);
        return name.Success && DateTimeOffset.TryParseExact(name.Groups[1].Value, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && long.TryParse(name.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var block)
            ? new BackupFile(file.Name, at, block, file.Length)
            : null;
    }

    [GeneratedRegex(@"^payhub-([0-9]{8}T[0-9]{6}Z)-block-([0-9]{1,19})\.db\z")]
    private static partial Regex NamePattern();
}
