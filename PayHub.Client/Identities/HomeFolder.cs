using System.Text;

namespace PayHub.Client.Identities;

/// <summary>The wallet's folder: for its owner alone, shared by all wallet processes of that owner.</summary>
/// <param name="path">Its full path; it is made when something is written.</param>
/// <param name="lockTime">How long to wait for another wallet process that writes in it; null for ten seconds.</param>
internal sealed class HomeFolder(string path, TimeSpan? lockTime = null)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int MoveTries = 50;
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);

    private readonly TimeSpan _lockTime = lockTime ?? TimeSpan.FromSeconds(10);

    /// <summary>The folder's full path.</summary>
    public string Path => path;

    /// <summary>The full path of a file in the folder.</summary>
    public string File(string name) => System.IO.Path.Combine(path, name);

    /// <summary>A file's text; null where there is no such file.</summary>
    /// <exception cref="IOException">It is there, but can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public string? Read(string name)
    {
        try
        {
            // Whoever reads must not keep others from replacing the file, as reading does on Windows.
            using var file = new FileStream(File(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Replaces a file: written aside, on disk, then moved, so that a crash leaves the old one or the new one.</summary>
    /// <exception cref="IOException">The folder can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void Replace(string name, string text)
    {
        var aside = File($"{name}.{Environment.ProcessId}.tmp");
        using (var file = Open(aside, FileMode.Create))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }
        Move(aside, File(name));
    }

    /// <summary>Opens a file for writing that only the owner can read.</summary>
    /// <exception cref="IOException">The folder can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public FileStream Open(string fullPath, FileMode mode, FileShare share = FileShare.ReadWrite)
    {
        Create();
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return new FileStream(fullPath, options);
    }

    /// <summary>Keeps other wallet processes, and other threads, from writing in the folder until it is disposed.</summary>
    /// <exception cref="IOException">Another one writes for too long, or the folder can't be written.</exception>
    public async Task<IDisposable> LockAsync(CancellationToken cancel = default)
    {
        Create();
        var until = Environment.TickCount64 + (long)_lockTime.TotalMilliseconds;
        while (true)
        {
            try
            {
                return Open(File("lock"), FileMode.OpenOrCreate, FileShare.None);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
            {
                if (Environment.TickCount64 > until)
                    throw new IOException($"Another wallet keeps {path} locked: {e.Message}", e);
            }
            await Task.Delay(LockPause, cancel);
        }
    }

    // On Windows a virus scanner may have the old file open for a moment.
    private static void Move(string from, string to)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                System.IO.File.Move(from, to, overwrite: true);
                return;
            }
            catch (Exception e) when (OperatingSystem.IsWindows() && tries < MoveTries && e is (IOException or UnauthorizedAccessException))
            {
                Thread.Sleep(LockPause);
            }
        }
    }

    private void Create()
    {
        // On Windows a folder in the user's profile is the user's alone.
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }
}
