using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class LoginTests
{
    [Fact]
    public async Task Login_of_an_unknown_name_fails_and_changes_nothing()
    {
        await using var hub = Hub.Start();
        await using var client = await hub.ConnectAsync();
        Assert.Equal("220 AUTH_FAIL", await client.AskAsync("nobody#7001"));
        await using var alice = await hub.LogInAsync("alice");
        Assert.Equal("220 AUTH_FAIL", await alice.AskAsync("nobody#7001"));
        Assert.Equal(["alice#127.0.0.1#7001"], (await alice.ListAsync()).Accounts);
    }

    [Theory]
    [InlineData("alice#0")]
    [InlineData("alice#65536")]
    [InlineData("alice#07001")]
    [InlineData("alice#+7001")]
    [InlineData("alice#")]
    [InlineData("alice #7001")]
    [InlineData("list#7001")]
    public async Task Login_with_a_malformed_name_or_port_is_a_bad_request(string message)
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        Assert.Equal("240 BAD_REQUEST", await alice.AskAsync(message));
    }

    [Fact]
    public async Task Login_ignores_case_and_shows_the_name_as_registered()
    {
        await using var hub = Hub.Start();
        await using var client = await hub.ConnectAsync();
        Assert.Equal("100 OK", await client.AskAsync("REGISTER#AliCe"));
        Assert.Equal(["AliCe#127.0.0.1#65535"], (await client.LogInAsync("aLICE", 65535)).Accounts);
    }

    [Fact]
    public async Task Login_anew_on_a_connection_replaces_the_port()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice", 7001);
        Assert.Equal(["alice#127.0.0.1#7002"], (await alice.LogInAsync("alice", 7002)).Accounts);
        Assert.Equal(["alice#127.0.0.1#7002"], (await alice.ListAsync()).Accounts);
    }

    [Fact]
    public async Task Login_as_another_account_takes_the_first_one_offline()
    {
        await using var hub = Hub.Start();
        await using var bob = await hub.LogInAsync("bob");
        await using var client = await hub.LogInAsync("alice");
        Assert.Equal("100 OK", await client.AskAsync("REGISTER#carol"));
        Assert.Equal(["carol#127.0.0.1#7003", "bob#127.0.0.1#7001"], (await client.LogInAsync("carol", 7003)).Accounts);
        Assert.Equal(["bob#127.0.0.1#7001", "carol#127.0.0.1#7003"], (await bob.ListAsync()).Accounts);
    }

    [Fact]
    public async Task Login_failures_are_limited_but_never_block_a_login_that_is_right()
    {
        await using var hub = Hub.Start(("PayHub:Tcp:RegistrationsPerMinutePerAddress", "2"));
        await using var client = await hub.ConnectAsync();
        Assert.Equal("100 OK", await client.AskAsync("REGISTER#alice"));
        Assert.Equal("220 AUTH_FAIL", await client.AskAsync("nobody#1"));
        Assert.Equal("220 AUTH_FAIL", await client.AskAsync("nobody#1"));
        Assert.Equal("429 TOO_MANY", await client.AskAsync("nobody#1"));
        Assert.Equal(10000, (await client.LogInAsync("alice")).Balance);
    }

    [Fact]
    public async Task Login_that_ends_at_the_gap_works_until_somebody_is_logged_in()
    {
        await using var hub = Hub.Start();
        await using var client = await hub.ConnectAsync();
        Assert.Equal("100 OK", await client.AskAsync("REGISTER#alice"));
        await client.SendAsync("alice#7001");
        Assert.Equal(["alice#127.0.0.1#7001"], (await client.ReadListAsync()).Accounts);
        await client.SendAsync("alice#1000");
        Assert.Equal("240 BAD_REQUEST", await client.ReadLineAsync());
        Assert.Equal(["alice#127.0.0.1#7001"], (await client.ListAsync()).Accounts);
    }
}
