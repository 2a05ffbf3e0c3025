using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PayHub.Bench.Reports;
using PayHub.Data.Queries;

namespace PayHub.Bench.Reading;

/// <summary><c>queries</c>: how long every question behind a page or a verb takes on a large database.</summary>
internal static class QueriesVerb
{
    private const int Calls = 100;
    private const int RowsExported = 100_000;

    public static Command Create()
    {
        var data = Options.Data("The data directory of a hub, such as seed makes; it is only read");
        data.Required = true;
        var only = new Option<string?>("--only") { HelpName = "WORDS", Description = "Only questions whose name has this in it" };
        var json = Options.Json();
        var verb = new Command("queries", "Times every query behind a page or a verb, each a hundred times with varied arguments") { data, only, json };
        return verb.Runs((parsed, cancellationToken) => RunAsync(parsed.GetValue(data)!, parsed.GetValue(only) ?? "", parsed.GetValue(json), cancellationToken));
    }

    private static async Task<int> RunAsync(DirectoryInfo data, string only, FileInfo? json, CancellationToken cancellationToken)
    {
        await using var hub = await QueriedHub.OpenAsync(data);
        var figures = new List<QueryFigures>();
        foreach (var query in LedgerCases.Of(hub).Concat(AccountCases.Of(hub)).Concat(DeskCases.Of(hub)).Where(q => q.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
            figures.Add(await MeasureAsync(query, cancellationToken));
        if (figures.Count == 0)
            throw new BenchException($"No question has '{only}' in its name.");
        var report = Describe(hub, figures);
        if (only.Length == 0)
        {
            var exported = await ExportAsync(hub, cancellationToken);
            report.Note(string.Create(CultureInfo.InvariantCulture, $"Export: {exported:N0} transfers a second."));
        }
        await report.PublishAsync(json);
        return figures.TrueForAll(f => f.Holds) ? 0 : 1;
    }

    private static async Task<QueryFigures> MeasureAsync(QueryCase query, CancellationToken cancellationToken)
    {
        var first = await TimeAsync(query, cancellationToken);
        var times = new double[Calls];
        var cpu = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Calls; i++)
            times[i] = await TimeAsync(query, cancellationToken);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        Array.Sort(times);
        return new QueryFigures(query.Name, first, times[Calls / 2], times[(int)Math.Ceiling(Calls * 0.99) - 1], times[^1], cpu.TotalMilliseconds / Calls);
    }

    private static async Task<double> TimeAsync(QueryCase query, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await query.CallAsync(cancellationToken);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static Report Describe(QueriedHub hub, List<QueryFigures> figures)
    {
        var report = new Report("queries", "first ms", "p50 ms", "p99 ms", "max ms", "CPU ms");
        foreach (var f in figures)
            report.Add(f.Query, "N1", f.First, f.P50, f.P99, f.Max, f.Cpu);
        report.Note(string.Create(CultureInfo.InvariantCulture, $"{hub.Transfers:N0} transfers, {hub.Accounts:N0} accounts; the bar is {QueryFigures.Bar} ms at p99."));
        foreach (var slow in figures.Where(f => !f.Holds))
            report.Note($"Too slow: {slow.Query}.");
        return report;
    }

    /// <returns>Transfers read a second.</returns>
    private static async Task<double> ExportAsync(QueriedHub hub, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var rows = 0;
        await foreach (var _ in hub.Get<LedgerQueries>().StreamAsync(LedgerFilter.None, cancellationToken))
        {
            if (++rows == RowsExported)
                break;
        }
        return rows / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
