using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class ExitTests
{
    [Fact]
    public async Task Exit_says_Bye_and_ends_the_stream_without_a_login()
    {
        await using var hub = Hub.Start();
        await using var client = await hub.ConnectAsync();
        await client.SendAsync("Exit\n");
        Assert.Equal("Bye\r\n", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Exit_takes_the_account_offline()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob");
        await alice.SendAsync("Exit\n");
        Assert.Equal("Bye\r\n", await alice.ReadToEndAsync());
        Assert.Equal(["bob#127.0.0.1#7001"], (await bob.ListAsync()).Accounts);
    }

    [Fact]
    public async Task Exit_is_followed_by_nothing_and_bytes_behind_it_do_not_cost_the_client_its_answer()
    {
        await using var hub = Hub.Start();
        for (var i = 0; i < 20; i++)
        {
            await using var client = await hub.ConnectAsync();
            await client.SendAsync("Exit\n" + new string('x', 100_000));
            await client.SendAsync("List\n");
            Assert.Equal("Bye\r\n", await client.ReadToEndAsync());
        }
    }

    [Fact]
    public async Task Exit_closes_even_where_the_client_never_does()
    {
        await using var hub = Hub.Start();
        await using var client = await hub.ConnectAsync();
        await client.SendAsync("Exit\n");
        Assert.Equal("Bye\r\n", await client.ReadToEndAsync());
        // Only a closed socket answers with a reset; one whose sending side is shut takes bytes for ever.
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(async () =>
        {
            for (var until = DateTime.UtcNow + TestEnvironment.Bound; DateTime.UtcNow < until; await Task.Yield())
                await client.SendAsync("x");
        });
    }
}
