using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class RegisterTests
{
    [Fact]
    public async Task Register_takes_a_free_name_once_in_any_case()
    {
        await using var hub = Hub.Start();
        await using var client = await hub.ConnectAsync();
        Assert.Equal("100 OK", await client.AskAsync("REGISTER#Alice"));
        Assert.Equal("210 FAIL", await client.AskAsync("REGISTER#Alice"));
        Assert.Equal("210 FAIL", await client.AskAsync("REGISTER#aLICE"));
        Assert.Equal("100 OK", await client.AskAsync("REGISTER#alice2"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("#")]
    [InlineData("al ice")]
    [InlineData("-alice")]
    [InlineData("alice#7001")]
    [InlineData("123456789012345678901234567890123")]
    [InlineData("REGISTER")]
    [InlineData("list")]
    [InlineData("Exit")]
    [InlineData("cancel")]
    public async Task Register_refuses_what_is_no_name(string name)
    {
        await using var hub = Hub.Start();
        await using var client = await hub.ConnectAsync();
        Assert.Equal("210 FAIL", await client.AskAsync($"REGISTER#{name}"));
        Assert.Equal("100 OK", await client.AskAsync("REGISTER#12345678901234567890123456789012"));
    }

    [Theory]
    [InlineData("PayHub:Accounts:Registration", "Closed")]
    [InlineData("PayHub:Accounts:AllowKeyless", "false")]
    public async Task Register_is_refused_where_settings_forbid_it(string key, string value)
    {
        await using var hub = Hub.Start((key, value));
        await using var client = await hub.ConnectAsync();
        Assert.Equal("210 FAIL", await client.AskAsync("REGISTER#alice"));
        Assert.Equal("220 AUTH_FAIL", await client.AskAsync("alice#7001"));
    }

    [Fact]
    public async Task Register_is_limited_by_address()
    {
        await using var hub = Hub.Start(("PayHub:Tcp:RegistrationsPerMinutePerAddress", "3"));
        for (var i = 0; i < 3; i++)
        {
            await using var client = await hub.ConnectAsync();
            Assert.Equal("100 OK", await client.AskAsync($"REGISTER#user{i}"));
        }
        await using var last = await hub.ConnectAsync();
        Assert.Equal("210 FAIL", await last.AskAsync("REGISTER#user3"));
        Assert.Equal(10000, (await last.LogInAsync("user0")).Balance);
    }

    [Fact]
    public async Task Register_does_not_log_in()
    {
        await using var hub = Hub.Start();
        await using var client = await hub.ConnectAsync();
        Assert.Equal("100 OK", await client.AskAsync("REGISTER#alice"));
        Assert.Equal("220 AUTH_FAIL", await client.AskAsync("List"));
    }

    [Fact]
    public async Task Register_grants_nothing_where_the_opening_balance_is_zero()
    {
        await using var hub = Hub.Start(("PayHub:Accounts:OpeningBalance", "0"));
        await using var alice = await hub.LogInAsync("alice");
        Assert.Equal(0, await alice.BalanceAsync());
    }
}
