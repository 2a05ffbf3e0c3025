using System.Globalization;
using PayHub.Protocol.Replies;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class ExtendedDialectTests
{
    [Fact]
    public async Task Hello_says_who_the_hub_is()
    {
        var clock = new SkippingClock();
        await using var hub = Hub.Start(
            clock, ("PayHub:Hub:Name", "Caf\u00e9 \u20ac"), ("PayHub:Currency:Code", "EUR"), ("PayHub:Currency:Decimals", "2"));
        clock.Skip(TimeSpan.FromDays(100));
        await using var client = await hub.ConnectAsync();
        var fields = (await client.AskAsync("HELLO#PAYHUB/1")).Split('#');
        Assert.Equal(["100 OK", "PAYHUB/1", "Q2Fmw6kg4oKs"], fields[..3]);
        Assert.Equal(hub.Services.Fingerprint(), fields[3]);
        Assert.Equal(["EUR", "2"], fields[4..6]);
        Assert.InRange(long.Parse(fields[6], CultureInfo.InvariantCulture) - clock.GetUtcNow().ToUnixTimeSeconds(), -5, 0);
        Assert.StartsWith("100 OK#PAYHUB/1#", await client.AskAsync("HELLO#PAYHUB/1"), StringComparison.Ordinal);
        Assert.Equal("240 BAD_REQUEST", await client.AskAsync("HELLO#PAYHUB/2"));
    }

    [Fact]
    public async Task Ping_tells_the_time_with_a_login_and_without()
    {
        await using var hub = Hub.Start();
        await using var client = await hub.ConnectTlsAsync();
        await client.AskAsync("HELLO#PAYHUB/1");
        var time = long.Parse((await client.AskAsync("PING"))["100 OK#".Length..], CultureInfo.InvariantCulture);
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - time, 0, 30);
    }

    [Theory]
    [InlineData("WHOIS#alice")]
    [InlineData("FRIENDS")]
    [InlineData("FRIEND#ADD#alice")]
    [InlineData("HISTORY#10")]
    [InlineData("STATUS#0123456789abcdef")]
    [InlineData("CANCEL#0123456789abcdef")]
    [InlineData("PING")]
    public async Task The_extended_verbs_need_a_HELLO_and_all_but_PING_a_login(string message)
    {
        await using var hub = Hub.Start();
        await using var client = await hub.LogInAsync("alice");
        Assert.Equal("240 BAD_REQUEST", await client.AskAsync(message));
        await using var stranger = await hub.ConnectAsync();
        await stranger.AskAsync("HELLO#PAYHUB/1");
        var answer = await stranger.AskAsync(message);
        Assert.True(message == "PING" ? answer.StartsWith("100 OK#", StringComparison.Ordinal) : answer == "220 AUTH_FAIL", answer);
    }

    [Fact]
    public async Task Each_request_gets_one_reply_in_order()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        const int rounds = 50;
        await alice.Client.SendAsync(string.Concat(Enumerable.Range(0, rounds).Select(i =>
            $"WHOIS#nobody{i}\n{alice.Sign(1, "bob")}\nnonsense\nFRIEND#REMOVE#bob\nalice#1#bob\nHISTORY#1\nSTATUS#{i:0000000000000000}\n")));
        for (var i = 0; i < rounds; i++)
        {
            Assert.Equal("250 UNKNOWN", await alice.ReadLineAsync());
            Assert.Equal($"100 OK#{i + 3}#{9999 - i}", await alice.ReadLineAsync());
            Assert.Equal("240 BAD_REQUEST", await alice.ReadLineAsync());
            Assert.Equal("250 UNKNOWN", await alice.ReadLineAsync());
            Assert.Equal("230 NOT_ALLOWED", await alice.ReadLineAsync());
            Assert.Equal("100 OK#1", await alice.ReadLineAsync());
            Assert.StartsWith($"{i + 3}#", await alice.ReadLineAsync(), StringComparison.Ordinal);
            Assert.Equal("250 UNKNOWN", await alice.ReadLineAsync());
        }
        await alice.AssertQuietAsync();
    }

    [Fact]
    public async Task The_classic_messages_keep_their_answers()
    {
        await using var hub = Hub.Start();
        await using var client = await hub.ConnectAsync();
        await client.AskAsync("HELLO#PAYHUB/1");
        Assert.Equal("220 AUTH_FAIL", await client.AskAsync("alice#7001"));
        Assert.Equal("100 OK", await client.AskAsync("REGISTER#alice"));
        Assert.Equal("210 FAIL", await client.AskAsync("REGISTER#Alice"));
        Assert.Equal("220 AUTH_FAIL", await client.AskAsync("List"));
        Assert.Equal(["alice#127.0.0.1#7001"], (await client.LogInAsync("alice")).Accounts);
        Assert.Equal(10000, await client.BalanceAsync());
        await client.SendAsync("Exit\n");
        Assert.Equal("Bye\r\n", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task A_connection_that_is_taken_over_is_told_so()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var again = await alice.AgainAsync();
        await again.Client.LogInAsync("alice");
        Assert.Equal("* BYE#takeover\r\n", await alice.Client.ReadToEndAsync());
    }

    [Fact]
    public async Task A_connection_that_idles_is_told_so()
    {
        var clock = new SkippingClock();
        await using var hub = Hub.Start(clock);
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        clock.Skip(TimeSpan.FromHours(2));
        Assert.Equal("* BYE#idle\r\n", await alice.Client.ReadToEndAsync());
    }

    [Fact]
    public async Task A_connection_that_sends_too_long_a_message_is_told_so()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await alice.Client.SendAsync(new string('x', 8193));
        Assert.Equal("240 BAD_REQUEST\r\n* BYE#misbehaved\r\n", await alice.Client.ReadToEndAsync());
    }

    [Fact]
    public async Task Connections_are_told_when_the_hub_stops()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var plain = await hub.ConnectAsync();
        await plain.AskAsync("HELLO#PAYHUB/1");
        await hub.StopAsync();
        Assert.Equal("* BYE#stopping\r\n", await alice.Client.ReadToEndAsync());
        Assert.Equal("* BYE#stopping\r\n", await plain.ReadToEndAsync());
    }

    [Fact]
    public async Task A_client_that_did_not_read_is_told_that_pushes_were_dropped()
    {
        await using var hub = Hub.Start();
        await using var payer = await TestWallet.OpenAsync(hub, "bob");
        await using var alice = await ClassicClient.ConnectAsync(hub.Tcp, buffers: 4096);
        Assert.Equal("100 OK", await alice.AskAsync("REGISTER#alice"));
        await alice.AskAsync("HELLO#PAYHUB/1");
        await alice.LogInAsync("alice");
        await Task.Run(() => alice.FloodUntilStalled("List\n"), TestContext.Current.CancellationToken);
        var memo = string.Concat(Enumerable.Repeat("\U0001F600", 200));
        for (var i = 0; i < 100; i++)
            Assert.StartsWith("100 OK#", await payer.AskAsync(payer.Sign(1, "alice", memo: memo)), StringComparison.Ordinal);
        var told = 0;
        string line;
        while ((line = await alice.ReadLineAsync()) != "* MISSED")
            told += line.StartsWith("* PAID#", StringComparison.Ordinal) ? 1 : 0;
        Assert.InRange(told, 32, 99);
    }

    [Fact]
    public void Refusals_are_a_closed_list_that_reads_what_it_writes()
    {
        foreach (var code in Enum.GetValues<RefusalCode>())
        {
            var line = code.Line();
            Assert.Equal($"{(int)code} {code.Word()}\r\n", System.Text.Encoding.ASCII.GetString(line));
            Assert.True(Refusals.TryParse(line[..^2], out var read));
            Assert.Equal(code, read);
        }
        Assert.False(Refusals.TryParse("100 OK"u8, out _));
        Assert.False(Refusals.TryParse("240 BAD_REQUESTS"u8, out _));
        Assert.False(Refusals.TryParse("999 NEW"u8, out _));
        Assert.False(Refusals.TryParse(""u8, out _));
    }
}
