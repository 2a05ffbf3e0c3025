using System.CommandLine;
using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using PayHub.Bench.Reports;

namespace PayHub.Bench.Micro;

/// <summary><c>micro</c>: single operations of the wire, by BenchmarkDotNet.</summary>
internal static class MicroVerb
{
    public static Command Create()
    {
        var passedOn = new Argument<string[]>("ARGUMENT") { Description = "For BenchmarkDotNet, behind --, such as: -- --filter '*Framer*' --job medium; without any, all benchmarks run shortly", Arity = ArgumentArity.ZeroOrMore };
        var json = Options.Json();
        var verb = new Command("micro", "Framer, parser, replies, seals and signatures alone, by BenchmarkDotNet") { passedOn, json };
        return verb.Runs(async (parsed, cancellationToken) =>
        {
            if (Run(parsed.GetValue(passedOn) ?? [], cancellationToken) is not { } report)
                return 1;
            await report.PublishAsync(parsed.GetValue(json));
            return 0;
        });
    }

    private static Report? Run(string[] arguments, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("payhub-micro-");
        // BenchmarkDotNet can't be asked to stop, and would go on for minutes.
        using var stop = cancellationToken.Register(() => End(folder));
        try
        {
            // In this process: the build is the one that is measured, and nothing is built or restored at run time.
            var summaries = BenchmarkSwitcher.FromAssembly(typeof(MicroVerb).Assembly).Run([.. WithDefaults(arguments), "--inProcess"], Config(folder.FullName)).ToList();
            return summaries.Count == 0 ? null : Describe(summaries);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void End(DirectoryInfo folder)
    {
        folder.Delete(recursive: true);
        Environment.Exit(Verb.Stopped);
    }

    private static string[] WithDefaults(string[] arguments)
    {
        string[] all = arguments.Contains("--filter") ? arguments : ["--filter", "*", .. arguments];
        return all.Contains("--job") ? all : [.. all, "--job", "short"];
    }

    private static ManualConfig Config(string folder) => ManualConfig.CreateEmpty()
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddLogger(ConsoleLogger.Default)
        .WithArtifactsPath(folder);

    private static Report Describe(IEnumerable<Summary> summaries)
    {
        var report = new Report("micro", "mean ns", "error ns", "bytes");
        foreach (var one in summaries.SelectMany(summary => summary.Reports).Where(r => r.ResultStatistics is not null))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{one.BenchmarkCase.Descriptor.Type.Name}.{one.BenchmarkCase.Descriptor.WorkloadMethod.Name}");
            report.Add(name, "N0", one.ResultStatistics!.Mean, one.ResultStatistics.StandardError, one.GcStats.GetBytesAllocatedPerOperation(one.BenchmarkCase));
        }
        return report;
    }
}
