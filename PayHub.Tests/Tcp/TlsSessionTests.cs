using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Tcp.Keys;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class TlsSessionTests
{
    [Fact]
    public async Task A_classic_session_works_over_TLS_and_meets_the_plain_one()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.ConnectTlsAsync();
        Assert.Equal("100 OK", await bob.AskAsync("REGISTER#bob"));
        var list = await bob.LogInAsync("bob", 7002);
        Assert.Equal(["bob#127.0.0.1#7002", "alice#127.0.0.1#7001"], list.Accounts);
        await bob.SendAsync("alice#10#bob\n");
        Assert.Equal("Transfer OK!", await alice.ReadLineAsync());
        Assert.Equal(10010, await bob.BalanceAsync());
        await bob.SendAsync("Exit\n");
        Assert.Equal("Bye\r\n", await bob.ReadToEndAsync());
    }

    [Fact]
    public async Task The_hub_shows_the_key_of_its_fingerprint()
    {
        await using var hub = Hub.Start();
        await using var client = await hub.ConnectTlsAsync();
        var spki = client.HubCertificate.PublicKey.ExportSubjectPublicKeyInfo();
        Assert.Equal(hub.Services.GetRequiredService<HubIdentity>().Fingerprint, Base64Url.EncodeToString(SHA256.HashData(spki)));
    }

    [Fact]
    public async Task A_client_that_shows_a_certificate_is_served_as_well()
    {
        await using var hub = Hub.Start();
        await using var client = await hub.ConnectTlsAsync(TlsClient.CreateCertificate());
        Assert.Equal("220 AUTH_FAIL", await client.AskAsync("List"));
    }

    [Theory]
    [InlineData("List\r\n", "220 AUTH_FAIL\r\n")]
    [InlineData("\n\r\n\nList\n", "220 AUTH_FAIL\r\n")]
    [InlineData("List", "")]
    [InlineData("List\r\r\n", "240 BAD_REQUEST\r\n")]
    [InlineData("List\0\n", "240 BAD_REQUEST\r\n")]
    [InlineData("List\rList\n", "240 BAD_REQUEST\r\n")]
    public async Task Only_a_line_feed_ends_a_message(string sent, string answers)
    {
        await using var hub = Hub.Start();
        await using var client = await hub.ConnectTlsAsync();
        await client.SendAsync(sent);
        await client.Stream.ShutdownAsync();
        Assert.Equal(answers, await client.ReadToEndAsync());
    }

    [Theory]
    [InlineData(8192, "240 BAD_REQUEST\r\n220 AUTH_FAIL\r\n")]
    [InlineData(8193, "240 BAD_REQUEST\r\n")]
    public async Task A_message_longer_than_8192_bytes_ends_the_session(int length, string answers)
    {
        await using var hub = Hub.Start();
        await using var client = await hub.ConnectTlsAsync();
        await client.SendAsync(new string('x', length) + "\r\nList\n");
        await client.Stream.ShutdownAsync();
        Assert.Equal(answers, await client.ReadToEndAsync());
    }

    [Fact]
    public async Task A_client_that_takes_nothing_is_closed_and_holds_up_nobody()
    {
        var clock = new SkippingClock();
        await using var hub = Hub.Start(clock);
        await using var client = await hub.ConnectTlsAsync();
        Assert.Equal("100 OK", await client.AskAsync("REGISTER#deaf"));
        await client.LogInAsync("deaf");
        var asking = await client.FloodUntilStalledAsync("List\n");
        clock.Skip(TimeSpan.FromSeconds(11));
        await Assert.ThrowsAsync<IOException>(() => asking.WaitAsync(TestEnvironment.Bound, TestContext.Current.CancellationToken));
        await using var other = await hub.LogInAsync("other");
        Assert.Equal(["other#127.0.0.1#7001"], (await other.ListAsync()).Accounts);
    }

    [Fact]
    public async Task A_stop_ends_a_session_in_order()
    {
        await using var hub = Hub.Start();
        await using var client = await hub.ConnectTlsAsync();
        Assert.Equal("100 OK", await client.AskAsync("REGISTER#alice"));
        await hub.StopAsync();
        Assert.Equal("", await client.ReadToEndAsync());
    }
}
