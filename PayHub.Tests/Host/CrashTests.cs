using System.Diagnostics;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;

namespace PayHub.Tests.Hosting;

/// <summary>The hub as a process, killed and stopped under load.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Pairs = 16;
    private const int Aborted = 128 + 6; // SIGABRT
    private readonly TemporaryFolder _folder = FreshData.NewFolder();

    private long TransfersNotIndexed => TestDatabase.Query(Database, "SELECT last_transfer - indexed_to FROM ledger_head");

    private string Database => _folder.File("payhub.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_payer_was_told_survives_kill_9_exactly_once()
    {
        var loads = new List<PaymentLoad>();
        for (var round = 0; round < 2; round++)
        {
            await using var hub = await StartAsync();
            foreach (var earlier in loads)
                earlier.AssertKept(Database);
            var load = await PaymentLoad.LogInAsync(hub.Tcp, Pairs, $"r{round}.");
            loads.Add(load);
            load.Start();
            await load.WaitForAsync(200 + Random.Shared.Next(300));
            hub.Process.Kill();
            await load.WaitForEndAsync();
            Assert.True(TransfersNotIndexed > 0, "the kill came after all postings were written");
            await AssertVerifiesAsync();
        }
        await using (var last = await StartAsync())
        {
            Assert.Equal(0, TestDatabase.Query(Database, "SELECT count(*) FROM sessions WHERE ended IS NULL"));
            await StopAsync(last);
        }
        Assert.Equal(0, TransfersNotIndexed);
        foreach (var load in loads)
        {
            load.AssertKept(Database);
            await load.DisposeAsync();
        }
        Assert.Equal(0, TestDatabase.Query(Database, "SELECT sum(balance) FROM accounts"));
        await AssertVerifiesAsync();
    }

    [Fact]
    public async Task A_disk_that_does_not_keep_a_checkpoint_ends_the_hub_and_loses_no_payment()
    {
        await using var hub = await StartAsync();
        await using var load = await PaymentLoad.LogInAsync(hub.Tcp, Pairs, "f");
        load.Start();
        await load.WaitForAsync(1);
        await using var strace = await Strace.FailSyncsAsync(hub.Process, Database);
        var onDisk = _folder.File("on-disk");
        File.Copy(Database, onDisk);
        Assert.Equal(Aborted, await hub.Process.WaitForExitAsync());
        Assert.Contains("The disk failed to keep what was written", hub.Process.Errors, StringComparison.Ordinal);
        await load.WaitForEndAsync();
        // What was written after the last sync is gone, as on a disk that did not take it: the log alone has it.
        File.Move(onDisk, Database, overwrite: true);
        File.Delete($"{Database}-shm");
        await AssertVerifiesAsync();
        load.AssertKept(Database);
    }

    [Fact]
    public async Task A_hub_that_is_told_to_stop_tells_everyone_what_was_executed_and_exits_in_time()
    {
        for (var round = 0; round < 2; round++)
        {
            await using var hub = await StartAsync();
            await using var load = await PaymentLoad.LogInAsync(hub.Tcp, Pairs, $"r{round}.");
            await using var idle = await ClassicClient.ConnectAsync(hub.Tcp);
            load.Start();
            await load.WaitForAsync(300);
            var watch = Stopwatch.StartNew();
            hub.Process.Signal(ChildProcess.Terminate);
            Assert.Equal(0, await hub.Process.WaitForExitAsync());
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"it took {watch.Elapsed} to stop");
            await load.WaitForEndAsync();
            Assert.Equal("", await idle.ReadToEndAsync());
            load.AssertKept(Database);
            load.AssertAllWereTold(Database);
            Assert.Equal(0, TestDatabase.Query(Database, "SELECT count(*) FROM sessions WHERE ended IS NULL"));
            await AssertVerifiesAsync();
        }
    }

    [Fact]
    public async Task A_kill_leaves_sessions_open_and_the_next_start_closes_them()
    {
        await using (var hub = await StartAsync())
        {
            await using var load = await PaymentLoad.LogInAsync(hub.Tcp, 2, "s");
            load.Start();
            await load.WaitForAsync(10);
            hub.Process.Kill();
            await hub.Process.WaitForExitAsync();
            Assert.Equal(4, TestDatabase.Query(Database, "SELECT count(*) FROM sessions WHERE ended IS NULL"));
        }
        await using var next = await StartAsync();
        Assert.Equal(4, TestDatabase.Query(Database, "SELECT count(*) FROM sessions WHERE ended >= started AND end_reason = 7"));
    }

    [Fact]
    public async Task A_hub_that_is_told_to_stop_before_it_is_ready_stops_in_order()
    {
        for (var round = 0; round < 2; round++)
        {
            await using var hub = ChildProcess.Start(
                TestEnvironment.HostProgram, _folder.Path,
                ["--urls=http://127.0.0.1:0", "--PayHub:Tcp:Port=0", "--PayHub:Tcp:Address=127.0.0.1", $"--PayHub:DataDirectory={_folder.File($"{round}")}"]);
            await hub.WaitForLineAsync(line => line.StartsWith("Dashboard:", StringComparison.Ordinal));
            hub.Signal(ChildProcess.Terminate);
            Assert.True(await hub.WaitForExitAsync() == 0, hub.Errors);
            Assert.Equal("", hub.Errors);
        }
    }

    [Fact]
    public async Task A_second_hub_on_the_folder_is_refused()
    {
        await using var hub = await StartAsync();
        var (exitCode, output, errors) = await HubProcess.StartInVainAsync(_folder.Path);
        Assert.Equal(1, exitCode);
        Assert.Contains($"payhub: The data directory {_folder.Path} is in use by another PayHub process", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Dashboard:", output, StringComparison.Ordinal);
        await using var client = await ClassicClient.ConnectAsync(hub.Tcp);
        Assert.Equal("100 OK", await client.AskAsync("REGISTER#alice"));
    }

    private Task<HubProcess> StartAsync() => HubProcess.StartAsync(_folder.Path, ("PayHub:Accounts:OpeningBalance", "10000000"));

    private static async Task StopAsync(HubProcess hub)
    {
        hub.Process.Signal(ChildProcess.Terminate);
        Assert.Equal(0, await hub.Process.WaitForExitAsync());
    }

    private async Task AssertVerifiesAsync()
    {
        var (exitCode, output, errors) = await HubCommands.RunAsync(_folder.Path, ["verify"]);
        Assert.True(exitCode == 0, output + errors);
        Assert.StartsWith("OK: ", output, StringComparison.Ordinal);
    }
}
