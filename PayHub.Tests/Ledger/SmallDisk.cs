using System.Diagnostics;
using PayHub.Tests.Support;

namespace PayHub.Tests.Ledgers;

/// <summary>A real disk of a few megabytes, that can really be full: a tmpfs, which takes Linux and root to mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SmallDisk()
    {
    }

    public string Path => _folder.Path;

    private string Filler => _folder.File("filler");

    /// <summary>Mounts one; skips the test where that may not be done.</summary>
    public static SmallDisk Mount(int megabytes = 8)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "a disk that can be full is mounted, which takes Linux and root");
        var disk = new SmallDisk();
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path) == 0)
            return disk;
        disk._folder.Dispose();
        Assert.Skip("mount refused to mount a tmpfs: does the container lack CAP_SYS_ADMIN?");
        throw new UnreachableException();
    }

    /// <summary>Leaves not one free page.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (true)
                filler.Write(page);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    public void Dispose()
    {
        Run("umount", Path);
        _folder.Dispose();
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
