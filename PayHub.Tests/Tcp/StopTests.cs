using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class StopTests
{
    private const int Clients = 20;

    [Fact]
    public async Task A_stop_under_load_ends_every_session_and_tells_each_payer_of_each_payment()
    {
        await using var hub = Hub.Start();
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => hub.LogInAsync($"user{i}")));
        var told = new int[Clients];
        var running = new CountdownEvent(Clients);
        var paying = clients.Select((client, i) => PayUntilClosedAsync(client, i, told, running)).ToList();
        await Task.Run(() => Assert.True(running.Wait(TestEnvironment.Bound)), TestContext.Current.CancellationToken);
        await hub.StopAsync();
        await Task.WhenAll(paying);

        await using var context = hub.OpenDatabase().OpenRead();
        var executed = await context.Transfers.Where(t => t.Kind == TransferKind.Payment)
            .Join(context.Accounts, t => t.DebitId, a => a.Id, (t, a) => a.Name)
            .GroupBy(name => name).ToDictionaryAsync(g => g.Key, g => g.Count(), TestContext.Current.CancellationToken);
        for (var i = 0; i < Clients; i++)
            Assert.Equal(executed.GetValueOrDefault($"user{i}"), told[i]);
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_does_not_read_does_not_hold_up_a_stop()
    {
        using var folder = FreshData.NewFolder();
        await using var hub = await HubProcess.StartAsync(folder.Path);
        await using var client = await ClassicClient.ConnectAsync(hub.Tcp, buffers: 4096);
        Assert.Equal("100 OK", await client.AskAsync("REGISTER#alice"));
        await client.LogInAsync("alice");
        await Task.Run(() => client.FloodUntilStalled("List\n"), TestContext.Current.CancellationToken);
        var clock = Stopwatch.StartNew();
        hub.Process.Signal(ChildProcess.Terminate);
        Assert.Equal(0, await hub.Process.WaitForExitAsync());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3.5));
    }

    // A ring: each takes payments from the next, one for each that it was told of.
    private static async Task PayUntilClosedAsync(ClassicClient client, int i, int[] told, CountdownEvent running)
    {
        var payment = $"user{(i + 1) % Clients}#1#user{i}\n";
        await client.SendAsync(payment);
        while (await client.ReadLineOrEndAsync() is { } line)
        {
            Assert.Equal("Transfer OK!", line);
            if (++told[i] == 10)
                running.Signal();
            await client.SendAsync(payment);
        }
    }
}
