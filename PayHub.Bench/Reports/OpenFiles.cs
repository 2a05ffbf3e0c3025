using System.Globalization;

namespace PayHub.Bench.Reports;

/// <summary>How many sockets a process may have here.</summary>
internal static class OpenFiles
{
    // Files, pipes, and what the runtime opens by itself.
    private const int Others = 300;

    /// <exception cref="BenchException">There may be fewer: with the command that raises the limit.</exception>
    public static void Require(int sockets)
    {
        var needed = sockets + Others;
        if (Limit() is { } limit && limit < needed)
        {
            throw new BenchException(
                $"{sockets:N0} connections need {needed:N0} open files in this process, and as many in the hub; the limit is {limit:N0}. Raise it with: ulimit -n {needed} (as root, or in /etc/security/limits.conf), or ask for fewer.");
        }
    }

    // The runtime has raised its soft limit to the hard one by now, where it could.
    private static long? Limit()
    {
        const string File = "/proc/self/limits";
        if (!System.IO.File.Exists(File))
            return null;
        var line = System.IO.File.ReadLines(File).First(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        return long.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }
}
