namespace PayHub.Data.Storage;

/// <summary>Files that only the owner may read, mode 0600 where the platform has modes, whatever folder they are in.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Opens a file for this process alone; makes it where it is not there.</summary>
    /// <exception cref="IOException">Another process has it, or it can't be made.</exception>
    public static FileStream OpenOrCreate(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(path, options);
    }

    /// <summary>Makes an empty file where there is none: SQLite gives its log the mode of the database.</summary>
    public static void Ensure(string path)
    {
        if (!File.Exists(path))
            OpenOrCreate(path).Dispose();
    }
}
