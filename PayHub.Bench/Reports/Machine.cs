using System.Globalization;
using System.Runtime.InteropServices;

namespace PayHub.Bench.Reports;

/// <summary>On what a figure was measured, and when.</summary>
internal static class Machine
{
    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC; {Environment.ProcessorCount} cores, {Processor()}; {RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}; load {Load()}; {Build}");

    // Figures of a Debug build are no figures.
    private static string Build =>
#if DEBUG
        "DEBUG BUILD: measure with -c Release";
#else
        "Release";
#endif

    private static string Processor() => FirstOf("/proc/cpuinfo", line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
        ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string Load() => FirstOf("/proc/loadavg", _ => true)?.Split(' ')[0] ?? "unknown";

    private static string? FirstOf(string file, Func<string, bool> fits) => File.Exists(file) ? File.ReadLines(file).FirstOrDefault(fits) : null;
}
