namespace PayHub.Tcp.Limits;

/// <summary>How many files and sockets the platform lets this process have.</summary>
public static class OpenFiles
{
    // The database, the dashboard's own connections, assemblies, logs.
    private const int Reserve = 200;

    /// <summary>How many client connections fit; null where the platform does not say.</summary>
    public static int? RoomForConnections()
    {
        const string limits = "/proc/self/limits";
        if (!File.Exists(limits))
            return null;
        var line = File.ReadLines(limits).FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        var soft = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(3);
        return int.TryParse(soft, out var files) ? Math.Max(1, files - Reserve) : null;
    }
}
