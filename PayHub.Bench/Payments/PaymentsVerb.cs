using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Spectre.Console;

namespace PayHub.Bench.Payments;

/// <summary><c>payments</c>: how many durable payments a second, and how long each takes.</summary>
internal static class PaymentsVerb
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var mode = new Option<PaymentMode>("--mode")
        {
            Description = "plain: classic, in clear; signed: over TLS; sealed: signed and sealed, over TLS; rsa: classic, sealed",
            DefaultValueFactory = _ => PaymentMode.Plain,
        };
        var pairs = new Option<int>("--pairs") { Description = "Pairs of a payer and a payee, each on its own connection", DefaultValueFactory = _ => 64 };
        var window = new Option<int>("--window") { Description = "Payments of a pair that wait for their answer at once", DefaultValueFactory = _ => 1 };
        var duration = new Option<int>("--duration") { Description = "Seconds to measure, after two to warm up", DefaultValueFactory = _ => 10 };
        foreach (var option in new[] { pairs, window, duration })
            option.Validators.Add(AtLeastOne);
        var json = new Option<FileInfo?>("--json") { Description = "Also write the figures to a file" };
        var verb = new Command("payments", "Payments between many pairs at once, durable") { mode, pairs, window, duration, json };
        verb.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(mode), parsed.GetValue(pairs), parsed.GetValue(window), TimeSpan.FromSeconds(parsed.GetValue(duration)), parsed.GetValue(json), cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(
        PaymentMode mode, int pairs, int window, TimeSpan duration, FileInfo? json, CancellationToken cancellationToken)
    {
        await using var host = await HostUnderTest.StartAsync("--PayHub:Accounts:OpeningBalance=1000000000");
        var run = new PaymentsRun(host, mode, pairs, window, duration);
        var figures = await run.RunAsync(cancellationToken);
        var verified = await host.StopAndVerifyAsync();
        figures = figures with { DatabaseBytes = host.DatabaseBytes / (double)(run.WarmedUp + figures.Payments) };
        Print(figures, verified);
        if (json is not null)
            await File.WriteAllTextAsync(json.FullName, JsonSerializer.Serialize(figures, Indented), cancellationToken);
        return verified.StartsWith("OK", StringComparison.Ordinal) ? 0 : 1;
    }

    private static void AtLeastOne(OptionResult option)
    {
        if (option.GetValueOrDefault<int>() < 1)
            option.AddError($"{option.Option.Name} must be at least 1.");
    }

    private static void Print(PaymentFigures figures, string verified)
    {
        var table = new Table().AddColumns("figure", "value");
        table.Columns[1].RightAligned();
        foreach (var (name, value) in figures.Rows())
            table.AddRow(name, value);
        AnsiConsole.Write(table);
        Console.WriteLine(verified);
    }
}
