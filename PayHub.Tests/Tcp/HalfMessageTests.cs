using System.Diagnostics;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class HalfMessageTests
{
    [Fact]
    public async Task Half_a_message_then_the_end_closes_promptly_and_leaves_the_CPU_idle()
    {
        using var folder = FreshData.NewFolder();
        await using var hub = await HubProcess.StartAsync(folder.Path, ("PayHub:Tcp:UnterminatedGap", "00:00:10"));
        var clients = new List<ClassicClient>();
        for (var i = 0; i < 50; i++)
        {
            var client = await ClassicClient.ConnectAsync(hub.Tcp);
            clients.Add(client);
            await client.SendAsync("List\nalice#70");
            client.FinishSending();
        }
        var closing = Stopwatch.StartNew();
        foreach (var client in clients)
            Assert.Equal("220 AUTH_FAIL\r\n", await client.ReadToEndAsync());
        Assert.InRange(closing.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await SeeItIdleAsync(hub.Process.Id);
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    [Fact]
    public async Task Half_a_message_that_waits_leaves_the_CPU_idle()
    {
        using var folder = FreshData.NewFolder();
        await using var hub = await HubProcess.StartAsync(folder.Path, ("PayHub:Tcp:UnterminatedGap", "00:00:10"));
        await using var client = await ClassicClient.ConnectAsync(hub.Tcp);
        Assert.Equal("220 AUTH_FAIL", await client.AskAsync("List"));
        await client.SendAsync("alice#70");
        await SeeItIdleAsync(hub.Process.Id);
    }

    // A core that spins does so in every second. A hub that has just started compiles for some.
    private static async Task SeeItIdleAsync(int processId)
    {
        var used = TimeSpan.MaxValue;
        for (var second = 0; second < 10 && used > TimeSpan.FromMilliseconds(500); second++)
            used = await CpuTimeOfASecondAsync(processId);
        Assert.InRange(used, TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
    }

    // A measurement needs its time: this is no wait for something to happen.
    private static async Task<TimeSpan> CpuTimeOfASecondAsync(int processId)
    {
        using var process = Process.GetProcessById(processId);
        var before = process.TotalProcessorTime;
        await Task.Delay(1000);
        process.Refresh();
        return process.TotalProcessorTime - before;
    }
}
