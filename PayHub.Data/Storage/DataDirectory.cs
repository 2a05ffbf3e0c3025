using Microsoft.Extensions.Options;
using PayHub.Data.Settings;

namespace PayHub.Data.Storage;

/// <summary>The folder that holds all that the hub keeps. Made on first use, mode 0700 where the platform has modes.</summary>
public sealed class DataDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const int SharingViolation = 32;
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;

    /// <summary>The folder as configured; a relative path counts from where the host was started.</summary>
    public DataDirectory(IOptions<StorageOptions> options) : this(options.Value.DataDirectory)
    {
    }

    /// <summary>A folder, which need not exist yet.</summary>
    public DataDirectory(string path) => Root = Path.GetFullPath(path);

    /// <summary>The folder's full path.</summary>
    public string Root { get; }

    /// <summary>The ledger's file, unless the settings name a connection string.</summary>
    public string DatabaseFile => File("payhub.db");

    /// <summary>The full path of a file in the folder.</summary>
    public string File(string name) => Path.Combine(Root, name);

    /// <summary>A folder within, made where it is not there.</summary>
    public string Folder(string name)
    {
        // Made first: a folder that is made on the way to another gets everyone's mode.
        Make(Root);
        return Make(Path.Combine(Root, name));
    }

    /// <summary>Takes the folder for this process alone; dispose what comes back to give it up.</summary>
    /// <exception cref="InUseException">Another process has it.</exception>
    /// <exception cref="IOException">It can't be made or written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made or written.</exception>
    public IDisposable Lock()
    {
        Make(Root);
        return Take(File("payhub.lock"), $"The data directory {Root} is in use by another PayHub process: stop that one, or set PayHub:DataDirectory to another folder.");
    }

    /// <summary>Takes a database that stands outside the folder; null where it stands within, under the folder's own lock.</summary>
    /// <exception cref="InUseException">Another process has it.</exception>
    public IDisposable? LockDatabase(string databaseFile) => Path.GetDirectoryName(databaseFile) == Root
        ? null
        : Take(databaseFile + ".lock", $"The database {databaseFile} is in use by another PayHub process: stop that one, or see PayHub:Database:ConnectionString.");

    private static FileStream Take(string lockFile, string inUse)
    {
        try
        {
            return PrivateFile.OpenOrCreate(lockFile);
        }
        catch (IOException error) when (IsHeldByAnother(error))
        {
            throw new InUseException(inUse, error);
        }
    }

    // Any other error, such as a read-only disk, says itself what is wrong.
    private static bool IsHeldByAnother(IOException error) => (error.HResult & 0xFFFF) is SharingViolation or WouldBlockOnLinux or WouldBlockOnMac;

    private static string Make(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly);
        return path;
    }
}

/// <summary>Another hub runs on the data directory, or on the database.</summary>
/// <param name="message">Which, and what to do.</param>
/// <param name="inner">What the platform said.</param>
public sealed class InUseException(string message, Exception inner) : IOException(message, inner);
