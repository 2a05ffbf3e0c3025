using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using PayHub.Bench.Hosts;
using PayHub.Bench.Limits;
using PayHub.Bench.Reports;

namespace PayHub.Bench.Verifying;

/// <summary><c>verify</c>: how fast the host checks a whole ledger, beside what its signatures alone would take.</summary>
internal static partial class VerifyVerb
{
    private static readonly TimeSpan LimitTime = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var data = Options.Data("The data directory of a hub, such as seed makes; as after any verify, its verification.json says what was found");
        data.Required = true;
        var (program, json) = (Options.Program(), Options.Json());
        var verb = new Command("verify", "Speed of the host's verify on a large data directory") { data, program, json };
        return verb.Runs((parsed, cancellationToken) => RunAsync(parsed.GetValue(data)!, parsed.GetValue(program), parsed.GetValue(json), cancellationToken));
    }

    private static async Task<int> RunAsync(DirectoryInfo data, FileInfo? program, FileInfo? json, CancellationToken cancellationToken)
    {
        var start = await TimeStartAsync(program, cancellationToken);
        var before = await CryptoLimits.VerifyAsync(LimitTime, cancellationToken);
        var watch = Stopwatch.StartNew();
        await using var host = HostUnderTest.Launch(data.FullName, program, "verify");
        var (said, exitCode) = await host.FinishAsync(cancellationToken);
        if (exitCode != 0)
            throw new BenchException($"The ledger can't be measured, for the host said: {said}");
        var seconds = Math.Max(0, watch.Elapsed.TotalSeconds - start);
        var (transfers, signatures) = (Number(Transfers(), said), Number(Signatures(), said));
        var limit = (before + await CryptoLimits.VerifyAsync(LimitTime, cancellationToken)) / 2;
        var report = new Report("verify", "value", "limit", "ratio");
        report.Add("seconds", "N2", seconds);
        report.Add("transfers/s", "N0", transfers / seconds);
        report.Add("signatures/s", "N0", signatures / seconds, limit, signatures / seconds / limit);
        report.Add("transfers", "N0", transfers);
        report.Add("signatures", "N0", signatures);
        report.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"What verify takes for an empty ledger, {start:N2} s, is taken off. The limit: P-256 verifications/s by the runtime alone on all cores, before and after."));
        if (seconds < start)
            report.Note("The start takes longer than the ledger itself, which is too small to be measured well.");
        report.Note($"The host said: {said}");
        await report.PublishAsync(json);
        return 0;
    }

    // To start, to compile what is used, to open the database.
    private static async Task<double> TimeStartAsync(FileInfo? program, CancellationToken cancellationToken)
    {
        await using var host = await HostUnderTest.StartAsync(cancellationToken);
        await host.StopAsync();
        var watch = Stopwatch.StartNew();
        await host.VerifyAsync(cancellationToken, program);
        return watch.Elapsed.TotalSeconds;
    }

    private static double? Number(Regex figure, string said) =>
        figure.Match(said) is { Success: true } found ? double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex("([0-9]+) transfers")]
    private static partial Regex Transfers();

    [GeneratedRegex("([0-9]+) signatures")]
    private static partial Regex Signatures();
}
