using Microsoft.EntityFrameworkCore;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class TakeoverTests
{
    [Fact]
    public async Task The_newer_login_works_and_the_older_connection_ends()
    {
        await using var hub = Hub.Start();
        await using var older = await hub.LogInAsync("alice", 7001);
        await using var newer = await hub.ConnectAsync();
        Assert.Equal(["alice#127.0.0.1#7002"], (await newer.LogInAsync("ALICE", 7002)).Accounts);
        Assert.Equal("", await older.ReadToEndAsync());
        Assert.Equal(["alice#127.0.0.1#7002"], (await newer.ListAsync()).Accounts);
    }

    [Fact]
    public async Task An_older_connection_that_does_not_read_is_cut_off_without_waiting_for_its_time_out()
    {
        await using var hub = Hub.Start();
        await using var older = await ClassicClient.ConnectAsync(hub.Tcp, buffers: 4096);
        Assert.Equal("100 OK", await older.AskAsync("REGISTER#alice"));
        await older.LogInAsync("alice");
        await Task.Run(() => older.FloodUntilStalled("List\n"), TestContext.Current.CancellationToken);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await using var newer = await hub.ConnectAsync();
        await newer.LogInAsync("alice");
        await Task.Run(() => older.FloodUntilReset("List\n"), TestContext.Current.CancellationToken);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Logins_of_one_account_at_once_leave_exactly_one_online()
    {
        await using var hub = Hub.Start();
        await using var watcher = await hub.LogInAsync("watcher");
        await using (await hub.LogInAsync("alice"))
        {
        }
        var clients = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => hub.ConnectAsync()));
        await Task.WhenAll(clients.Select((client, i) => client.SendAsync($"alice#{8000 + i}\n")));
        var ends = clients.Select(client => client.ReadToEndAsync()).ToList();
        while (ends.Count > 1)
            ends.Remove(await Task.WhenAny(ends));
        var online = (await watcher.ListAsync()).Accounts;
        Assert.Equal(2, online.Count);
        var winner = Assert.Single(clients, client => online[1] == $"alice#127.0.0.1#{8000 + Array.IndexOf(clients, client)}");
        await winner.SendAsync("Exit\n");
        Assert.EndsWith("Bye\r\n", await ends[0], StringComparison.Ordinal);
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    [Fact]
    public async Task A_payer_who_logs_in_anew_on_its_connection_is_never_offline()
    {
        const int Payees = 8;
        const int PaymentsEach = 300;
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        var payees = await Task.WhenAll(Enumerable.Range(0, Payees).Select(i => hub.LogInAsync($"payee{i}")));
        var balances = payees.Select(async (payee, i) =>
        {
            await payee.SendAsync(string.Concat(Enumerable.Repeat($"alice#1#payee{i}\n", PaymentsEach)));
            // A refusal because the payer was offline would be told to the payee, in front of this.
            return await payee.BalanceAsync();
        }).ToList();
        var paid = Task.WhenAll(balances);
        while (!paid.IsCompleted)
        {
            await alice.SendAsync("alice#7001\n");
            await alice.ReadListAsync(await alice.ReadLineBehindPushesAsync());
        }
        Assert.All(await paid, balance => Assert.Equal(10000 + PaymentsEach, balance));
        foreach (var payee in payees)
            await payee.DisposeAsync();
    }

    [Fact]
    public async Task Each_session_leaves_a_row_that_says_when_and_why_it_ended()
    {
        await using var hub = Hub.Start();
        await using var first = await hub.LogInAsync("alice", 7001);
        await using var second = await hub.ConnectAsync();
        await second.LogInAsync("alice", 7002);
        Assert.Equal("", await first.ReadToEndAsync());
        await second.LogInAsync("alice", 7003);
        await second.SendAsync("Exit\n");
        Assert.Equal("Bye\r\n", await second.ReadToEndAsync());
        await using var third = await hub.ConnectAsync();
        await third.LogInAsync("alice", 7004);
        await hub.StopAsync();

        await using var context = hub.OpenDatabase().OpenRead();
        var rows = await context.Sessions.OrderBy(s => s.Port).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([7001, 7002, 7003, 7004], rows.Select(s => s.Port));
        Assert.Equal(
            [SessionEnd.TakenOver, SessionEnd.LoggedInAnew, SessionEnd.Exit, SessionEnd.HubStopped],
            rows.Select(s => (SessionEnd)s.EndReason!));
        Assert.All(rows, (SessionRecord row) => Assert.True(row.Ended >= row.Started && row is { Ip: "127.0.0.1", Tls: false, Keyed: false, Requests: > 0 }));
    }
}
