using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class PushTests
{
    [Fact]
    public async Task Pushes_never_stand_inside_an_answer()
    {
        const int Payees = 8;
        const int Rounds = 25;
        const int EachRound = 10;
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        var payees = await Task.WhenAll(Enumerable.Range(0, Payees).Select(i => hub.LogInAsync($"payee{i}")));
        var paying = Task.WhenAll(payees.Select((payee, i) => TakeAsync(payee, $"payee{i}", Rounds, EachRound)));

        var pushes = 0;
        var met = 0;
        var until = DateTime.UtcNow + TestEnvironment.Bound;
        while (pushes < Payees * Rounds * EachRound && DateTime.UtcNow < until)
        {
            var before = pushes;
            await alice.SendAsync("List\n");
            var line = await alice.ReadLineBehindPushesAsync(() => pushes++);
            // From here to the last account the lines must be one answer.
            var list = await alice.ReadListAsync(line);
            Assert.Equal(392, list.Key.Length);
            Assert.Equal(Payees + 1, list.Accounts.Count);
            Assert.All(list.Accounts, account => Assert.EndsWith("#127.0.0.1#7001", account, StringComparison.Ordinal));
            if (pushes > before)
                met++;
        }
        await paying;
        Assert.Equal(Payees * Rounds * EachRound, pushes);
        Assert.Equal(10_000 - pushes, await alice.BalanceAsync());
        Assert.True(met > Rounds / 2, $"{pushes} pushes met {met} answers: too few to tell anything");
        foreach (var payee in payees)
            await payee.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_pushed_behind_Bye()
    {
        await using var hub = Hub.Start();
        var payees = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => hub.LogInAsync($"payee{i}")));
        await (await hub.LogInAsync("alice")).DisposeAsync();
        for (var round = 0; round < 50; round++)
        {
            await using var alice = await hub.ConnectAsync();
            await alice.SendAsync("alice#7001\n");
            // What the last round still submitted may be pushed before this login is answered.
            await alice.ReadListAsync(await alice.ReadLineBehindPushesAsync());
            await Task.WhenAll(payees.Select((payee, i) => payee.SendAsync(string.Concat(Enumerable.Repeat($"alice#1#payee{i}\n", 10)))));
            Assert.Equal("Transfer OK!", await alice.ReadLineAsync());
            await alice.SendAsync("Exit\n");
            Assert.EndsWith("Bye\r\n", await alice.ReadToEndAsync(), StringComparison.Ordinal);
        }
        foreach (var payee in payees)
            await payee.DisposeAsync();
    }

    [Fact]
    public async Task A_payer_that_does_not_read_delays_nobody_and_is_closed_in_the_end()
    {
        var clock = new SkippingClock();
        await using var hub = Hub.Start(clock);
        await using var bob = await hub.LogInAsync("bob");
        await using var carol = await hub.LogInAsync("carol");
        await using var alice = await ClassicClient.ConnectAsync(hub.Tcp, buffers: 4096);
        Assert.Equal("100 OK", await alice.AskAsync("REGISTER#alice"));
        await alice.LogInAsync("alice");
        await Task.Run(() => alice.FloodUntilStalled("List\n"), TestContext.Current.CancellationToken);

        for (var i = 1; i <= 500; i++)
        {
            await bob.SendAsync("alice#1#bob\n");
            Assert.Equal(10000 + i, await bob.BalanceAsync());
        }
        Assert.Equal(3, (await carol.ListAsync()).Accounts.Count);

        clock.Skip(TimeSpan.FromSeconds(11));
        await Presence.WaitUntilGoneAsync(carol, "alice");
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(alice.ReadToEndAsync);
    }

    // In rounds, each behind the one before, so that pushes come for as long as the payer asks.
    private static async Task TakeAsync(ClassicClient payee, string name, int rounds, int eachRound)
    {
        for (var round = 0; round < rounds; round++)
        {
            await payee.SendAsync(string.Concat(Enumerable.Repeat($"alice#1#{name}\n", eachRound)));
            await payee.BalanceAsync();
        }
    }
}
