namespace PayHub.Tcp.Limits;

/// <summary>How many files and sockets the platform lets this process have.</summary>
public static class OpenFiles
{
    // What is opened after the start: more assemblies, the database, the dashboard's own connections, refused connections, logs.
    private const int Margin = 400;

    /// <summary>How many client connections fit beside what is open now, with a margin; null where the platform does not say.</summary>
    public static int? RoomForConnections()
    {
        const string limits = "/proc/self/limits";
        const string open = "/proc/self/fd";
        if (!File.Exists(limits) || !Directory.Exists(open))
            return null;
        var line = File.ReadLines(limits).FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        var soft = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(3);
        return int.TryParse(soft, out var files) ? Math.Max(1, files - Directory.EnumerateFileSystemEntries(open).Count() - Margin) : null;
    }
}
