using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PayHub.Data.Queries;
using Spectre.Console;

namespace PayHub.Bench.Reading;

/// <summary><c>queries</c>: how long every question behind a page or a verb takes on a large database.</summary>
internal static class QueriesVerb
{
    private const int Calls = 100;
    private const int RowsExported = 100_000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "The data directory of a hub, such as seed makes; it is only read", Required = true };
        var only = new Option<string?>("--only") { Description = "Only questions whose name has this in it" };
        var json = new Option<FileInfo?>("--json") { Description = "Also write the figures to a file" };
        var verb = new Command("queries", "Times every query behind a page or a verb, each a hundred times with varied arguments") { data, only, json };
        verb.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(data)!, parsed.GetValue(only) ?? "", parsed.GetValue(json), cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(DirectoryInfo data, string only, FileInfo? json, CancellationToken cancellationToken)
    {
        try
        {
            await using var hub = await QueriedHub.OpenAsync(data);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{hub.Transfers:N0} transfers, {hub.Accounts:N0} accounts; milliseconds; the bar is {QueryFigures.Bar} at p99"));
            var figures = new List<QueryFigures>();
            foreach (var query in LedgerCases.Of(hub).Concat(AccountCases.Of(hub)).Concat(DeskCases.Of(hub)).Where(q => q.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
                figures.Add(await MeasureAsync(query, cancellationToken));
            Print(figures);
            if (only.Length == 0)
                await ExportAsync(hub, cancellationToken);
            if (json is not null)
                await File.WriteAllTextAsync(json.FullName, JsonSerializer.Serialize(figures, Indented), cancellationToken);
            return figures.TrueForAll(f => f.Holds) ? 0 : 1;
        }
        catch (InvalidOperationException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 2;
        }
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

    private static void Print(List<QueryFigures> figures)
    {
        var table = new Table().AddColumns("query", "first", "p50", "p99", "max", "CPU", "holds");
        foreach (var column in table.Columns.Skip(1))
            column.RightAligned();
        foreach (var f in figures)
            table.AddRow(Markup.Escape(f.Query), Text(f.First), Text(f.P50), Text(f.P99), Text(f.Max), Text(f.Cpu), f.Holds ? "yes" : "NO");
        AnsiConsole.Write(table);
    }

    private static async Task ExportAsync(QueriedHub hub, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var rows = 0;
        await foreach (var _ in hub.Get<LedgerQueries>().StreamAsync(LedgerFilter.None, cancellationToken))
        {
            if (++rows == RowsExported)
                break;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Export: {rows / Stopwatch.GetElapsedTime(started).TotalSeconds:N0} transfers a second"));
    }

    private static string Text(double milliseconds) => milliseconds.ToString("N1", CultureInfo.InvariantCulture);
}
