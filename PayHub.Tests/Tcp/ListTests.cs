using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class ListTests
{
    [Fact]
    public async Task List_needs_a_login()
    {
        await using var hub = Hub.Start();
        await using var client = await hub.ConnectAsync();
        Assert.Equal("220 AUTH_FAIL", await client.AskAsync("List"));
        Assert.Equal("240 BAD_REQUEST", await client.AskAsync("list"));
    }

    [Fact]
    public async Task List_begins_with_the_asker_then_the_latest_logins()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice", 7001);
        await using var bob = await hub.LogInAsync("bob", 7002);
        await using var carol = await hub.LogInAsync("carol", 7003);
        Assert.Equal(["bob#127.0.0.1#7002", "carol#127.0.0.1#7003", "alice#127.0.0.1#7001"], (await bob.ListAsync()).Accounts);
        await alice.LogInAsync("alice", 7004);
        Assert.Equal(["bob#127.0.0.1#7002", "alice#127.0.0.1#7004", "carol#127.0.0.1#7003"], (await bob.ListAsync()).Accounts);
    }

    [Fact]
    public async Task List_is_cut_at_its_limit_and_the_count_is_that_of_its_lines()
    {
        await using var hub = Hub.Start(("PayHub:Tcp:ListLimit", "2"));
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob");
        await using var carol = await hub.LogInAsync("carol");
        var lines = await ReceiveWholeAsync(alice);
        Assert.Equal("2", lines[2]);
        Assert.Equal(["alice#127.0.0.1#7001", "carol#127.0.0.1#7001", ""], lines[3..]);
    }

    [Fact]
    public async Task List_comes_in_one_write()
    {
        await using var hub = Hub.Start();
        var clients = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => hub.LogInAsync($"a-rather-long-name-of-32-chars{i:00}")));
        for (var i = 0; i < 20; i++)
        {
            var lines = await ReceiveWholeAsync(clients[i]);
            Assert.Equal(64, lines.Length);
            Assert.Equal("60", lines[2]);
        }
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    [Fact]
    public async Task List_shows_an_RSA_2048_key_that_stays_the_same()
    {
        using var folder = new TemporaryFolder();
        string key;
        await using (var hub = Hub.Start(folder.Path))
        {
            await using var alice = await hub.LogInAsync("alice");
            key = (await alice.ListAsync()).Key;
        }
        Assert.Equal(392, key.Length);
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(Convert.FromBase64String(key), out _);
        Assert.Equal(2048, rsa.KeySize);
        await using var again = Hub.Start(folder.Path);
        await using var client = await again.ConnectAsync();
        Assert.Equal(key, (await client.LogInAsync("alice")).Key);
    }

    [Fact]
    public async Task List_shows_IPv4_addresses_dotted_on_an_IPv6_endpoint()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "this machine has no IPv6");
        await using var hub = Hub.Start(("PayHub:Tcp:Address", "::"));
        await using var client = await ClassicClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, hub.Tcp.Port));
        Assert.Equal("100 OK", await client.AskAsync("REGISTER#alice"));
        Assert.Equal(["alice#127.0.0.1#7001"], (await client.LogInAsync("alice")).Accounts);
    }

    private static async Task<string[]> ReceiveWholeAsync(ClassicClient client)
    {
        await client.SendAsync("List\n");
        var lines = (await client.ReceiveOnceAsync())!.Split("\r\n");
        Assert.Equal(int.Parse(lines[2], CultureInfo.InvariantCulture) + 4, lines.Length);
        return lines;
    }
}
