using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PayHub.Bench.Limits;

/// <summary>What PostgreSQL's own benchmark says of itself.</summary>
/// <param name="PerSecond">Transactions: three updates, a query and an insert each.</param>
/// <param name="Milliseconds">The mean latency.</param>
internal sealed record PgbenchFigures(double PerSecond, double Milliseconds);

/// <summary>PostgreSQL's tpcb-like benchmark, prepared, 32 clients, in a cluster of its own with the usual settings (fsync on).</summary>
internal static partial class Pgbench
{
    private const string Database = "bench";

    /// <summary>Runs it for ten seconds.</summary>
    /// <exception cref="BenchException">The machine has not got PostgreSQL's programs, or they fail.</exception>
    public static async Task<PgbenchFigures> MeasureAsync(CancellationToken cancellationToken)
    {
        var (initdb, server, client) = (Find("initdb"), Find("pg_ctl"), Find("pgbench"));
        var folder = Directory.CreateTempSubdirectory("payhub-pg-");
        var data = Path.Combine(folder.FullName, "data");
        try
        {
            await OwnAsync(folder.FullName, cancellationToken);
            await RunAsync([initdb, "-D", data, "-A", "trust", "-U", "bench"], cancellationToken);
            await RunAsync([server, "start", "-w", "-D", data, "-l", Path.Combine(folder.FullName, "log"), "-o", $"-k {folder.FullName} -c listen_addresses="], cancellationToken);
            try
            {
                string[] connection = ["-h", folder.FullName, "-U", "bench"];
                await RunAsync([Find("createdb"), .. connection, Database], cancellationToken);
                await RunAsync([client, .. connection, "-i", "-q", "-s", "10", Database], cancellationToken);
                return Read(await RunAsync([client, .. connection, "-M", "prepared", "-c", "32", "-j", "2", "-T", "10", Database], cancellationToken));
            }
            finally
            {
                await RunAsync([server, "stop", "-w", "-m", "immediate", "-D", data], CancellationToken.None);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static PgbenchFigures Read(string output) => new(Number(Tps(), output), Number(Latency(), output));

    private static double Number(Regex figure, string output) =>
        figure.Match(output) is { Success: true } found
            ? double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new BenchException($"pgbench said: {output.Trim()}");

    private static string Find(string program)
    {
        IEnumerable<string> versions = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin"))
            : [];
        return versions.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new BenchException($"--pgbench needs PostgreSQL's program {program}, which this machine has not got: install the packages postgresql and postgresql-contrib, or leave --pgbench out.");
    }

    // PostgreSQL refuses to run as root; where we are root, it runs as the user that its package made.
    private static Task OwnAsync(string folder, CancellationToken cancellationToken) =>
        Environment.IsPrivilegedProcess ? StartAsync(["chown", "postgres", folder], cancellationToken) : Task.CompletedTask;

    private static Task<string> RunAsync(string[] command, CancellationToken cancellationToken) =>
        StartAsync(Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", .. command] : command, cancellationToken);

    private static async Task<string> StartAsync(string[] command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$@\" 2>&1 </dev/null", "sh", .. command]) { RedirectStandardOutput = true, WorkingDirectory = "/" };
        try
        {
            using var process = Process.Start(start)!;
            // The server keeps the pipe open as long as it lives, so the end of its starter is what counts.
            var output = command.Contains("start") ? Task.FromResult("") : process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            var text = await output;
            return process.ExitCode == 0 ? text : throw new BenchException($"{string.Join(' ', command)} failed: {text.Trim()}");
        }
        catch (Win32Exception error)
        {
            throw new BenchException($"{command[0]} can't be started: {error.Message}");
        }
    }

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex Tps();

    [GeneratedRegex(@"latency average = ([0-9.]+)")]
    private static partial Regex Latency();
}
