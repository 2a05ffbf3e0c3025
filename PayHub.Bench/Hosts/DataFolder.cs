namespace PayHub.Bench.Hosts;

/// <summary>A data directory for one run: empty, or a copy of another, which stays as it is.</summary>
internal sealed class DataFolder : IDisposable
{
    private const string LockFile = "payhub.lock";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("payhub-bench-");

    private DataFolder()
    {
    }

    public string Path => _folder.FullName;

    public string Database => System.IO.Path.Combine(Path, "payhub.db");

    /// <summary>The database's size, its log included.</summary>
    public long DatabaseBytes => _folder.EnumerateFiles("payhub.db*").Sum(file => file.Length);

    public static DataFolder Create(DirectoryInfo? copyOf = null)
    {
        var folder = new DataFolder();
        try
        {
            foreach (var file in copyOf?.EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.Name != LockFile) ?? [])
            {
                var target = System.IO.Path.Combine(folder.Path, System.IO.Path.GetRelativePath(copyOf!.FullName, file.FullName));
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
                Copy(file, target);
            }
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // Written through: else the system would do it later, and the commits that are measured would wait behind it.
    private static void Copy(FileInfo file, string target)
    {
        file.CopyTo(target);
        using var copy = new FileStream(target, FileMode.Open, FileAccess.ReadWrite);
        copy.Flush(flushToDisk: true);
    }
}
