namespace PayHub.Data.Storage;

/// <summary>Files that only the owner may read, mode 0600 where the platform has modes, whatever folder they are in.</summary>
public static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a whole file. It is written aside and moved, so that a kill leaves the old file, the new one, or none.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var aside = $"{path}.{Environment.ProcessId}.new";
        // A left-over would keep the mode that it has.
        File.Delete(aside);
        await using (var stream = Open(aside, FileMode.CreateNew, FileOptions.WriteThrough))
            await stream.WriteAsync(content, cancellationToken);
        File.Move(aside, path, overwrite: true);
    }

    /// <summary>Opens a file for this process alone; makes it where it is not there.</summary>
    /// <exception cref="IOException">Another process has it, or it can't be made.</exception>
    internal static FileStream OpenOrCreate(string path) => Open(path, FileMode.OpenOrCreate);

    /// <summary>Makes an empty file where there is none: SQLite gives its log the mode of the database.</summary>
    internal static void Ensure(string path)
    {
        if (!File.Exists(path))
            OpenOrCreate(path).Dispose();
    }

    private static FileStream Open(string path, FileMode mode, FileOptions how = FileOptions.None)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = how };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }
}
