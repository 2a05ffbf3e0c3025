using System.CommandLine;
using System.Diagnostics;
using PayHub.Bench.Reports;
using Spectre.Console;

namespace PayHub.Bench.Seeding;

/// <summary><c>seed</c>: a large, realistic database, made by the hub's own ledger.</summary>
internal static class SeedVerb
{
    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data") { HelpName = "DIR", Description = "The data directory to make; empty, or not there yet", Required = true };
        var accounts = Options.Number("--accounts", "Accounts", 1_000_000, 2, 100_000_000);
        var transfers = Options.Number("--transfers", "Transfers in all, the opening balance of each account among them", 5_000_000, 2, 1_000_000_000);
        var signed = Options.Number("--signed", "How many of a hundred accounts have a key and sign what they pay", 10, 0, 100);
        var days = Options.Number("--days", "Over how many days, up to now", 90, 1, 3650);
        var seed = Options.Number("--seed", "The same seed makes the same people and payments", 1, 0, int.MaxValue);
        var json = Options.Json();
        var verb = new Command("seed", "Makes a large database, realistic and verifiable, for queries, startup and verify") { data, accounts, transfers, signed, days, seed, json };
        verb.Check(result =>
        {
            if (result.GetValue(transfers) < result.GetValue(accounts))
                result.AddError("--transfers must be at least --accounts: each account's opening balance is a transfer.");
        });
        return verb.Runs((parsed, cancellationToken) => RunAsync(
            new SeedPlan(
                parsed.GetValue(data)!, parsed.GetValue(accounts), parsed.GetValue(transfers), parsed.GetValue(signed), parsed.GetValue(days), parsed.GetValue(seed)),
            parsed.GetValue(json),
            cancellationToken));
    }

    private static async Task<int> RunAsync(SeedPlan plan, FileInfo? json, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var counts = await AnsiConsole.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(console => SeedAsync(plan, console.AddTask("Transfers", maxValue: plan.Transfers), cancellationToken));
            await Describe(plan, counts, watch.Elapsed).PublishAsync(json);
            return 0;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"Stopped. What was made so far is a whole database; remove {plan.Folder.FullName} to begin anew.");
            return Verb.Stopped;
        }
    }

    private static async Task<SeedCounts> SeedAsync(SeedPlan plan, ProgressTask progress, CancellationToken cancellationToken)
    {
        var end = DateTimeOffset.UtcNow;
        var start = end.AddDays(-plan.Days);
        var clock = new SeedingClock(start, end, plan.Transfers / (end - start).TotalSeconds);
        await using var hub = await SeededHub.StartAsync(plan.Folder, clock, cancellationToken);
        var fingerprint = await Surroundings.AddHubKeyAsync(hub.Database, start, end);
        var seeder = new Seeder(plan, hub, clock, fingerprint);
        await seeder.RunAsync(done => progress.Value = done, cancellationToken);
        seeder.Counts.Friendships = await Surroundings.AddFriendshipsAsync(hub.Database, plan.Accounts, end, new Random(plan.Seed));
        return seeder.Counts;
    }

    private static Report Describe(SeedPlan plan, SeedCounts counts, TimeSpan took)
    {
        var bytes = plan.Folder.EnumerateFiles("payhub.db*").Sum(file => file.Length);
        var report = new Report("seed", "value");
        foreach (var (name, value) in new (string, double)[]
        {
            ("accounts", counts.Accounts),
            ("of these frozen", counts.Frozen),
            ("of these closed", counts.Closed),
            ("transfers", counts.Transfers),
            ("of these payments", counts.Payments),
            ("of these signed", counts.Signed),
            ("of these by operators", counts.ByOperators),
            ("payments refused", counts.Refused),
            ("sessions", counts.Sessions),
            ("friendships", counts.Friendships),
            ("database, MB", bytes / 1e6),
            ("bytes a transfer", (double)bytes / counts.Transfers),
            ("seconds", took.TotalSeconds),
            ("transfers a second", counts.Transfers / took.TotalSeconds),
        })
            report.Add(name, "N0", value);
        report.Note($"Check it: dotnet run --project PayHub.Host -- verify --PayHub:DataDirectory={plan.Folder.FullName}");
        return report;
    }
}
