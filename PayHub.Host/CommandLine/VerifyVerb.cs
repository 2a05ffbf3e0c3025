using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PayHub.Data.Integrity;
using PayHub.Data.Ledger;

namespace PayHub.Host.CommandLine;

/// <summary><c>verify</c>: checks the whole ledger, beside a running hub or without one.</summary>
internal static class VerifyVerb
{
    public static Command Create(string[] settings)
    {
        var expect = new Option<string?>("--expect")
        {
            Description = "A block number and its hash, noted earlier, that must stand in the chain",
            HelpName = "NUMBER:HASH",
        };
        var verb = new Command("verify", "Check sums, balances, payers' signatures and the chain of blocks; exit code 0 where all is well, else 1") { expect };
        verb.SetAction((parsed, cancellationToken) => RunAsync(settings, parsed.GetValue(expect), cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(string[] settings, string? expect, CancellationToken cancellationToken)
    {
        if (!TryParse(expect, out var expected))
        {
            await Console.Error.WriteLineAsync($"payhub: --expect is '{expect}'; it must be a block's number and its hash, NUMBER:HASH, as verify prints them.");
            return 2;
        }
        using var hub = VerbHost.Open(settings);
        if (hub is null)
            return 1;
        var watch = Stopwatch.StartNew();
        var report = await hub.Services.GetRequiredService<LedgerVerifier>().VerifyAsync(Progress(), expected, cancellationToken);
        Print(report, watch.Elapsed);
        if (expected is null || report.Fault is null)
            await RememberAsync(hub.Services, report, watch.Elapsed);
        return report.Fault is null ? 0 : 1;
    }

    // For the dashboard to show. Where the data directory can't be written, a check that only reads has still done its work.
    private static async Task RememberAsync(IServiceProvider services, VerificationReport report, TimeSpan elapsed)
    {
        try
        {
            var result = VerificationResult.Of(report, services.GetRequiredService<TimeProvider>().GetUtcNow(), elapsed, "verify");
            await services.GetRequiredService<VerificationRecord>().WriteAsync(result);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static void Print(VerificationReport report, TimeSpan elapsed)
    {
        var checkedWhat = string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Transfers} transfers in {report.Head?.Number ?? 0} blocks, {report.Signatures} signatures, {report.Accounts} accounts, in {elapsed.TotalSeconds:0.0} s");
        if (report.Fault is null)
            Console.WriteLine($"OK: sums, balances, postings, signatures and the chain of blocks agree: {checkedWhat}");
        else
            Console.WriteLine($"FAULT: {report.Fault} (checked {checkedWhat})");
        if (report.Head is { } head)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(report.Fault is null ? "Head" : "Last good block")}: {head.Number}:{Convert.ToHexStringLower(head.Hash)}"));
    }

    // Only a person at a terminal wants to see it move.
    private static Progress<long>? Progress() =>
        Console.IsErrorRedirected ? null : new Progress<long>(transfers => Console.Error.Write($"\r{transfers} transfers checked "));

    private static bool TryParse(string? text, out (long, string)? expected)
    {
        expected = null;
        if (text is null)
            return true;
        var parts = text.Split(':');
        if (parts.Length != 2 || parts[1].Length != 64 || !parts[1].All(char.IsAsciiHexDigit)
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        expected = (number, parts[1]);
        return true;
    }
}
