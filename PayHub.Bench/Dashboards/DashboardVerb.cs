using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Spectre.Console;

namespace PayHub.Bench.Dashboards;

/// <summary><c>dashboard</c>: what open dashboards cost payments, and how soon they show one.</summary>
internal static class DashboardVerb
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var browsers = new Option<int>("--browsers") { Description = "Dashboards to open, tabs of one Chromium", DefaultValueFactory = _ => 20 };
        var rate = new Option<int>("--rate") { Description = "Plain payments a second, sent when they are due", DefaultValueFactory = _ => 500 };
        var duration = new Option<int>("--duration") { Description = "Seconds to measure, once without and once with dashboards", DefaultValueFactory = _ => 20 };
        foreach (var option in new[] { browsers, rate, duration })
            option.Validators.Add(AtLeastOne);
        var json = new Option<FileInfo?>("--json") { Description = "Also write the figures to a file" };
        var verb = new Command("dashboard", "Payments at a fixed rate without and with open dashboards") { browsers, rate, duration, json };
        verb.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(browsers), parsed.GetValue(rate), TimeSpan.FromSeconds(parsed.GetValue(duration)), parsed.GetValue(json), cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(int browsers, int rate, TimeSpan duration, FileInfo? json, CancellationToken cancellationToken)
    {
        await using var host = await HostUnderTest.StartAsync([.. OpenDashboards.Settings, "--PayHub:Accounts:OpeningBalance=1000000000"]);
        var figures = await new DashboardRun(host, browsers, rate, duration).RunAsync(cancellationToken);
        Print(figures);
        if (json is not null)
            await File.WriteAllTextAsync(json.FullName, JsonSerializer.Serialize(figures, Indented), cancellationToken);
        return 0;
    }

    private static void AtLeastOne(OptionResult option)
    {
        if (option.GetValueOrDefault<int>() < 1)
            option.AddError($"{option.Option.Name} must be at least 1.");
    }

    private static void Print(DashboardFigures figures)
    {
        Console.WriteLine($"Dashboards: {figures.Dashboards}");
        var table = new Table().AddColumns("figure", "without", "with", "bar");
        foreach (var column in table.Columns.Skip(1))
            column.RightAligned();
        foreach (var (name, without, with, bar) in figures.Rows())
            table.AddRow(name, without, with, bar);
        AnsiConsole.Write(table);
    }
}
