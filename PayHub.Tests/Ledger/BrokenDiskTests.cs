using System.Diagnostics;
using PayHub.Data.Ledger;
using PayHub.Tests.Support;

namespace PayHub.Tests.Ledgers;

/// <summary>What the ledger says and keeps when the database fails it.</summary>
public sealed class BrokenDiskTests
{
    private const int BatchFailed = 2002;
    private const int ReopenFailed = 2004;
    private const int HealthCheckFailed = 103;

    [Fact]
    public async Task A_batch_that_fails_before_its_commit_is_refused_whole_and_leaves_no_trace()
    {
        await using var rig = await LedgerRig.StartAsync();
        rig.Errors.Expect(BatchFailed);
        await rig.OpenAsync("alice");
        var bob = await rig.OpenAsync("bob");
        rig.Execute("CREATE TRIGGER broken BEFORE INSERT ON transfers WHEN new.amount = 13 BEGIN SELECT RAISE(ABORT, 'broken by the test'); END");
        Task<TransferResult>[] waiting;
        using (await rig.Gate.EnterAsync(TestContext.Current.CancellationToken))
            waiting = [.. Enumerable.Range(10, 5).Select(amount => rig.PayAsync("alice", amount, "bob", bob).AsTask())];
        Assert.All(await Task.WhenAll(waiting), result => Assert.Equal(TransferResult.NotExecuted(TransferOutcome.Unavailable), result));
        Assert.Equal(2, rig.Query("SELECT last_transfer FROM ledger_head"));

        var next = await rig.PayAsync("alice", 10, "bob", bob);
        Assert.Equal((TransferOutcome.Executed, 3, 9_990), (next.Outcome, next.TransferId, next.PayerBalance.MinorUnits));
        rig.Execute("DROP TRIGGER broken");
        Assert.Equal(TransferOutcome.Executed, (await rig.PayAsync("alice", 13, "bob", bob)).Outcome);
    }

    [Fact]
    public async Task A_full_disk_is_survived_and_no_answer_contradicts_the_file()
    {
        using var disk = SmallDisk.Mount();
        await using var rig = await LedgerRig.StartAsync(folder: disk.Path);
        rig.Errors.Expect(BatchFailed);
        rig.Errors.Expect(ReopenFailed);
        await rig.OpenAsync("alice", 1_000_000);
        var bob = await rig.OpenAsync("bob", 0);
        var results = new List<(long Amount, TransferResult Result)>();
        for (var round = 0; round < 3; round++)
        {
            results.Add(await PayAsync());
            Assert.Equal(TransferOutcome.Executed, results[^1].Result.Outcome);
            await rig.WaitForPostingsAsync();
            disk.Fill();
            results.Add(await PayAsync());
            Assert.True(results[^1].Result.Outcome is TransferOutcome.OutcomeUnknown or TransferOutcome.Unavailable, $"a full disk took a payment: {results[^1]}");
            results.Add(await PayAsync());
            Assert.Equal(TransferOutcome.Unavailable, results[^1].Result.Outcome);
            Assert.False(rig.IsAlive, "the writer calls itself alive on a full disk");
            disk.MakeRoom();
            var watch = Stopwatch.StartNew();
            while ((results = [.. results, await PayAsync()])[^1].Result.Outcome != TransferOutcome.Executed)
                Assert.True(watch.Elapsed < TestEnvironment.Bound, "the ledger did not come back when there was room again");
        }
        var inFile = TestDatabase.List(rig.File, "SELECT CAST(amount AS TEXT) FROM transfers WHERE kind = 0").Select(long.Parse).ToList();
        Assert.Equal(inFile.Distinct(), inFile);
        var told = results.ToLookup(r => r.Result.Outcome, r => r.Amount);
        Assert.Subset(inFile.ToHashSet(), told[TransferOutcome.Executed].ToHashSet());
        Assert.Empty(told[TransferOutcome.Unavailable].Intersect(inFile));
        Assert.Empty(inFile.Except(told[TransferOutcome.Executed]).Except(told[TransferOutcome.OutcomeUnknown]));

        // Each payment has an amount of its own, so that the file shows which of them it holds.
        async Task<(long, TransferResult)> PayAsync()
        {
            var amount = results.Count + 1;
            return (amount, await rig.PayAsync("alice", amount, "bob", bob));
        }
    }

    [Fact]
    public async Task A_hub_on_a_full_disk_says_so_closes_whom_it_can_t_answer_and_comes_back()
    {
        using var disk = SmallDisk.Mount(16);
        await using var hub = Hub.Start(disk.Path);
        hub.Errors.Expect(BatchFailed);
        hub.Errors.Expect(ReopenFailed);
        hub.Errors.Expect(HealthCheckFailed);
        using var http = hub.CreateHttpClient();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob");
        await bob.SendAsync("alice#5#bob\n");
        Assert.Equal("Transfer OK!", await alice.ReadLineAsync());
        await WaitForHealthAsync(http, "Healthy");
        await TestDatabase.WaitForPostingsAsync(Path.Combine(disk.Path, "payhub.db"));

        disk.Fill();
        await bob.SendAsync("alice#7#bob\n");
        // The batch failed at its commit: nobody knows, so nobody is told 'Transfer Fail!'.
        Assert.Equal("", await bob.ReadToEndAsync());
        Assert.Equal("", await alice.ReadToEndAsync());
        await WaitForHealthAsync(http, "Unhealthy");

        disk.MakeRoom();
        await WaitForHealthAsync(http, "Healthy");
        await using var again = await hub.ConnectAsync();
        Assert.Equal(9_995, (await again.LogInAsync("alice")).Balance);
    }

    private static async Task WaitForHealthAsync(HttpClient http, string wanted)
    {
        using var bound = new CancellationTokenSource(TestEnvironment.Bound);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await http.GetStringOrErrorAsync("/healthz/ready", bound.Token) != wanted)
            await timer.WaitForNextTickAsync(bound.Token);
    }

    [Fact]
    public async Task Proving_that_the_ledger_can_be_written_writes()
    {
        using var folder = new TemporaryFolder();
        await using (await LedgerRig.StartAsync(folder: folder.Path))
        {
        }
        using var store = new SqliteLedgerStore($"Data Source={folder.File("payhub.db")}", postingRun: 8);
        byte[] Log() => File.ReadAllBytes(folder.File("payhub.db-wal"));
        var before = Log();
        store.ProveWritable();
        Assert.NotEqual(before, Log());
    }
}

file static class HttpClientExtensions
{
    public static async Task<string> GetStringOrErrorAsync(this HttpClient http, string path, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }
}
