using System.ComponentModel;

namespace PayHub.Tests.Support;

/// <summary>strace, which makes system calls of another process fail as a broken disk does.</summary>
internal static class Strace
{
    private const string Attached = " attached";

    /// <summary>
    /// From now on the process can't sync a file. Skips the test where processes can't be traced; where PAYHUB_REQUIRE_STRACE is 1, as in
    /// CI, fails it.
    /// </summary>
    /// <param name="process">The process.</param>
    /// <param name="file">The file's absolute path; others are synced as before.</param>
    /// <returns>The tracer, which ends with the process.</returns>
    public static async Task<ChildProcess> FailSyncsAsync(ChildProcess process, string file)
    {
        var strace = Start(
            "-f", "-p", $"{process.Id}", "-P", file, "-o", "/dev/null",
            "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO");
        try
        {
            var line = await strace.WaitForErrorAsync(
                line => line.Contains(Attached, StringComparison.Ordinal) || line.Contains("attach:", StringComparison.Ordinal));
            return line.Contains(Attached, StringComparison.Ordinal) ? strace : throw Missing($"strace can't trace a process here: {line}");
        }
        catch
        {
            await strace.DisposeAsync();
            throw;
        }
    }

    private static ChildProcess Start(params string[] arguments)
    {
        try
        {
            return ChildProcess.StartTool("strace", Path.GetTempPath(), arguments);
        }
        catch (Win32Exception)
        {
            throw Missing("a disk that fails is feigned by strace, which is not there (Linux alone has it): install the package strace.");
        }
    }

    private static Exception Missing(string reason) => TestEnvironment.Missing("PAYHUB_REQUIRE_STRACE", reason);
}
