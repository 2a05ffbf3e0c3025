using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using PayHub.Bench.Hosts;
using PayHub.Bench.Reports;

namespace PayHub.Bench.Starting;

/// <summary><c>startup</c>: from the start of the process until the hub says that it is ready.</summary>
internal static class StartupVerb
{
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(5);

    public static Command Create()
    {
        var data = Options.Data("Start on a copy of this data directory, such as seed makes; without it on an empty one");
        var rounds = Options.Number("--rounds", "How often to start", 5, 1, 1000);
        var (program, json) = (Options.Program(), Options.Json());
        var verb = new Command("startup", "Cold start until ready, on an empty or a large data directory") { data, rounds, program, json };
        return verb.Runs(async (parsed, cancellationToken) =>
        {
            var report = await MeasureAsync(parsed.GetValue(data), parsed.GetValue(rounds), parsed.GetValue(program), cancellationToken);
            await report.PublishAsync(parsed.GetValue(json));
            return 0;
        });
    }

    private static async Task<Report> MeasureAsync(DirectoryInfo? data, int rounds, FileInfo? program, CancellationToken cancellationToken)
    {
        using var folder = DataFolder.Create(data);
        // The first one makes keys, and brings an older schema up to date.
        var first = await StartAsync(folder, program, cancellationToken);
        var (times, cpu) = (new double[rounds], new double[rounds]);
        for (var i = 0; i < rounds; i++)
        {
            (times[i], cpu[i]) = await StartAsync(folder, program, cancellationToken);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Start {i + 1} of {rounds}: {times[i]:N0} ms."));
        }
        Array.Sort(times);
        Array.Sort(cpu);
        var report = new Report("startup", "ms");
        report.Add("first start", "N0", first.Time);
        report.Add("least", "N0", times[0]);
        report.Add("median", "N0", times[rounds / 2]);
        report.Add("most", "N0", times[^1]);
        report.Add("CPU until then, median", "N0", cpu[rounds / 2]);
        report.Note($"{rounds} starts after the first, until /healthz/ready is 200, on {data?.FullName ?? "an empty directory"}; database {folder.DatabaseBytes / 1e6:N0} MB.");
        return report;
    }

    private static async Task<(double Time, double Cpu)> StartAsync(DataFolder folder, FileInfo? program, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await using var host = HostUnderTest.Launch(folder.Path, program, "--urls=http://127.0.0.1:0", "--PayHub:Tcp:Address=127.0.0.1", "--PayHub:Tcp:Port=0", "--PayHub:Tcp:TlsPort=0");
        var address = await HostUnderTest.ReadAddressAsync(host, cancellationToken);
        using var client = new HttpClient { BaseAddress = address.Dashboard };
        while (!await IsReadyAsync(client, cancellationToken))
            await Task.Delay(Nap, cancellationToken);
        return (Stopwatch.GetElapsedTime(started).TotalMilliseconds, host.CpuTime.TotalMilliseconds);
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(new Uri("/healthz/ready", UriKind.Relative), cancellationToken);
        return response.StatusCode == HttpStatusCode.OK;
    }
}
