using PayHub.Tests.Support;

namespace PayHub.Tests.Hosting;

/// <summary>Other processes that open the database of a hub at work, as <c>verify</c>, <c>backup</c> and sqlite3 do.</summary>
public sealed class SharedDatabaseTests : IDisposable
{
    private const int Pairs = 8;
    private const int Checks = 2;
    private readonly TemporaryFolder _folder = FreshData.NewFolder();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whoever_reads_the_database_harms_nothing_while_its_log_is_moved_into_it()
    {
        await using var hub = await HubProcess.StartAsync(_folder.Path, ("PayHub:Accounts:OpeningBalance", "10000000000"));
        await using var load = await PaymentLoad.LogInAsync(hub.Tcp, Pairs, "");
        var before = DatabaseBytes();
        load.Start();
        for (var check = 0; check < Checks || DatabaseBytes() == before; check++)
        {
            Assert.True(check < 20, "the log is not moved into the database");
            var (exitCode, output, errors) = await HubCommands.RunAsync(_folder.Path, ["verify"]);
            Assert.True(exitCode == 0, output + errors);
        }
        hub.Process.Signal(ChildProcess.Terminate);
        Assert.Equal(0, await hub.Process.WaitForExitAsync());
        await load.WaitForEndAsync();
        load.AssertAllWereTold(_folder.File("payhub.db"));
        Assert.Equal(0, (await HubCommands.RunAsync(_folder.Path, ["verify"])).ExitCode);
    }

    private long DatabaseBytes() => new FileInfo(_folder.File("payhub.db")).Length;
}
