using System.ComponentModel;

namespace PayHub.Tests.Support;

/// <summary>strace, which makes system calls of another process fail as a broken disk does.</summary>
internal static class Strace
{
    private const string Attached = " attached";

    /// <summary>From now on the process can't sync a file. Skips the test where processes can't be traced.</summary>
    /// <param name="process">The process.</param>
    /// <param name="file">The file's absolute path; others are synced as before.</param>
    /// <returns>The tracer, which ends with the process.</returns>
    public static async Task<ChildProcess> FailSyncsAsync(ChildProcess process, string file)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a disk that fails is feigned by strace, which takes Linux");
        var strace = Start(
            "-f", "-p", $"{process.Id}", "-P", file, "-o", "/dev/null",
            "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO");
        var line = await strace.WaitForErrorAsync(line => line.Contains(Attached, StringComparison.Ordinal) || line.Contains("attach:", StringComparison.Ordinal));
        if (line.Contains(Attached, StringComparison.Ordinal))
            return strace;
        await strace.DisposeAsync();
        Assert.Skip($"strace can't trace a process here: {line}");
        return strace;
    }

    private static ChildProcess Start(params string[] arguments)
    {
        try
        {
            return ChildProcess.StartTool("strace", Path.GetTempPath(), arguments);
        }
        catch (Win32Exception)
        {
            Assert.Skip("a disk that fails is feigned by strace, which is not there: install the package strace.");
            throw;
        }
    }
}
