using System.Diagnostics;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class FloodTests
{
    private const int Clients = 4;
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public async Task Clients_that_flood_without_reading_are_closed_and_cost_little_memory()
    {
        using var folder = FreshData.NewFolder();
        await using var hub = await HubProcess.StartAsync(folder.Path);
        using var process = Process.GetProcessById(hub.Process.Id);
        var flooders = await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => LogInAsync(hub, $"flood{i}")));
        var before = Memory(process);
        await Task.WhenAll(flooders.Select(f => Task.Factory.StartNew(
            () => f.FloodUntilStalled("List\n"), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.InRange(Memory(process) - before, long.MinValue, 64 * Megabyte);

        await using var fresh = await LogInAsync(hub, "fresh");
        for (var i = 0; i < Clients; i++)
            await Presence.WaitUntilGoneAsync(fresh, $"flood{i}");
        foreach (var flooder in flooders)
            await flooder.DisposeAsync();
    }

    private static async Task<ClassicClient> LogInAsync(HubProcess hub, string name)
    {
        var client = await ClassicClient.ConnectAsync(hub.Tcp, buffers: 4096);
        Assert.Equal("100 OK", await client.AskAsync($"REGISTER#{name}"));
        await client.LogInAsync(name);
        return client;
    }

    private static long Memory(Process process)
    {
        process.Refresh();
        return process.WorkingSet64;
    }
}
