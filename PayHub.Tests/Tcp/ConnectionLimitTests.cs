using System.Globalization;
using System.Net.Sockets;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class ConnectionLimitTests
{
    [Fact]
    public async Task A_connection_too_many_is_told_so_and_closed_even_when_it_talks()
    {
        await using var hub = Hub.Start(("PayHub:Tcp:MaxConnections", "2"));
        await using var alice = await hub.LogInAsync("alice");
        var bob = await hub.LogInAsync("bob");
        await using var refused = await hub.ConnectAsync();
        // Its request crosses the refusal on the way: a hub that had closed by now would reset the connection.
        Assert.True(refused.Socket.Poll(TestEnvironment.Bound, SelectMode.SelectRead));
        await refused.SendAsync("REGISTER#carol\n");
        await refused.SendAsync("List\n");
        Assert.Equal("429 TOO_MANY\r\n", await refused.ReadToEndAsync());
        await bob.SendAsync("Exit\n");
        await bob.DisposeAsync();
        await Presence.WaitUntilGoneAsync(alice, "bob");
        Assert.Equal("100 OK", await AskUntilServedAsync(hub, "REGISTER#carol"));
    }

    [Fact]
    public async Task A_refused_connection_that_stays_takes_no_place()
    {
        await using var hub = Hub.Start(("PayHub:Tcp:MaxConnections", "1"));
        var alice = await hub.LogInAsync("alice");
        await using var lingering = await hub.ConnectAsync();
        Assert.Equal("429 TOO_MANY", await lingering.ReadLineAsync());
        await alice.SendAsync("Exit\n");
        Assert.Equal("Bye\r\n", await alice.ReadToEndAsync());
        await alice.DisposeAsync();
        Assert.Equal("100 OK", await AskUntilServedAsync(hub, "REGISTER#carol"));
    }

    [Fact]
    public async Task A_session_without_a_message_for_the_idle_time_is_closed_and_no_other()
    {
        var clock = new SkippingClock();
        await using var hub = Hub.Start(clock, ("PayHub:Tcp:IdleTimeout", "01:00:00"));
        await using var idle = await hub.LogInAsync("idle");
        await using var stranger = await hub.ConnectAsync();
        await using var lively = await hub.LogInAsync("lively");
        clock.Skip(TimeSpan.FromMinutes(40));
        Assert.Equal(2, (await lively.ListAsync()).Accounts.Count);
        clock.Skip(TimeSpan.FromMinutes(25));
        Assert.Equal("", await idle.ReadToEndAsync());
        Assert.Equal("", await stranger.ReadToEndAsync());
        Assert.Equal(["lively#127.0.0.1#7001"], (await lively.ListAsync()).Accounts);
    }

    [Fact]
    public async Task Keep_alive_probes_begin_within_half_a_minute()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        var client = ((System.Net.IPEndPoint)alice.Socket.LocalEndPoint!).Port;
        string[] timer;
        // Until the last answer is acknowledged it is the timer of the retransmission.
        for (var until = DateTime.UtcNow + TestEnvironment.Bound; (timer = KernelTimer(hub.Tcp.Port, client))[0] != "02";)
            Assert.True(DateTime.UtcNow < until, "the kernel keeps no keep-alive timer");
        Assert.InRange(int.Parse(timer[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture), 1, 3100);
    }

    // Which timer of a socket runs, and in how many hundredths of a second it fires.
    private static string[] KernelTimer(int local, int remote) => File.ReadLines("/proc/net/tcp")
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Single(f => f[1].EndsWith($":{local:X4}", StringComparison.Ordinal) && f[2].EndsWith($":{remote:X4}", StringComparison.Ordinal))[5]
        .Split(':');

    private static async Task<string> AskUntilServedAsync(Hub hub, string message)
    {
        for (var until = DateTime.UtcNow + TestEnvironment.Bound; DateTime.UtcNow < until;)
        {
            await using var client = await hub.ConnectAsync();
            if (await client.AskAsync(message) is var answer && answer != "429 TOO_MANY")
                return answer;
        }
        return "429 TOO_MANY";
    }
}
