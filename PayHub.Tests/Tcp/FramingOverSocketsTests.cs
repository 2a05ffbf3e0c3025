using System.Diagnostics;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

/// <summary>A2 as clients meet it. The gap is chosen so that a slow machine can't blur what is tested.</summary>
public sealed class FramingOverSocketsTests
{
    private static readonly (string, string) NoGap = ("PayHub:Tcp:UnterminatedGap", "00:00:10");
    private static readonly TimeSpan WellUnderTheGap = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Unterminated_bytes_are_a_message_after_the_gap_and_not_before()
    {
        await using var hub = Hub.Start();
        await using var client = await hub.ConnectAsync();
        var clock = Stopwatch.StartNew();
        await client.SendAsync("REGISTER#alice");
        Assert.Equal("100 OK", await client.ReadLineAsync());
        Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(195), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Pieces_150_ms_apart_are_one_message()
    {
        await using var hub = Hub.Start(("PayHub:Tcp:UnterminatedGap", "00:00:02"));
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob");
        await using var bo = await hub.LogInAsync("bo");
        foreach (var piece in new[] { "ali", "ce#1", "0#b", "o", "b" })
        {
            await bob.SendAsync(piece);
            // The client's own pace, not a wait for the hub.
            await Task.Delay(150, TestContext.Current.CancellationToken);
        }
        Assert.Equal("Transfer OK!", await alice.ReadLineAsync());
        Assert.Equal(10010, await bob.BalanceAsync());
        Assert.Equal(10000, await bo.BalanceAsync());
    }

    [Fact]
    public async Task Lone_List_and_Exit_are_answered_at_once()
    {
        await using var hub = Hub.Start(NoGap);
        await using var alice = await hub.LogInAsync("alice");
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 3; i++)
        {
            await alice.SendAsync("List");
            Assert.Single((await alice.ReadListAsync()).Accounts);
        }
        await alice.SendAsync("Exit");
        Assert.Equal("Bye\r\n", await alice.ReadToEndAsync());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, WellUnderTheGap);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    [InlineData("\0")]
    [InlineData("\0\0\0\0")]
    [InlineData("\n\n\r\n")]
    public async Task Each_terminator_ends_a_message_at_once(string terminator)
    {
        await using var hub = Hub.Start(NoGap);
        await using var client = await hub.ConnectAsync();
        var clock = Stopwatch.StartNew();
        foreach (var (message, answer) in new[] { ("REGISTER#a", "100 OK"), ("REGISTER#a", "210 FAIL"), ("List", "220 AUTH_FAIL"), ("what", "240 BAD_REQUEST") })
        {
            await client.SendAsync(message + terminator);
            Assert.Equal(answer, await client.ReadLineAsync());
        }
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, WellUnderTheGap);
    }

    [Fact]
    public async Task Messages_in_one_segment_take_effect_in_order()
    {
        await using var hub = Hub.Start(NoGap);
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.ConnectAsync();
        await bob.SendAsync("REGISTER#bob\r\nbob#7002\0alice#10#bob\nList\r\nnonsense\nalice#5#bob\rList\nExit\n");
        Assert.Equal("100 OK", await bob.ReadLineAsync());
        Assert.Equal(10000, (await bob.ReadListAsync()).Balance);
        Assert.Equal(10010, (await bob.ReadListAsync()).Balance);
        Assert.Equal("240 BAD_REQUEST", await bob.ReadLineAsync());
        Assert.Equal(10015, (await bob.ReadListAsync()).Balance);
        Assert.Equal("Bye\r\n", await bob.ReadToEndAsync());
    }

    [Theory]
    [InlineData("Plea")]
    [InlineData("?")]
    public async Task Garbage_behind_a_NUL_is_dropped_without_an_answer(string garbage)
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await alice.SendAsync("List\0" + garbage);
        await alice.ReadListAsync();
        await PauseForTheGapAsync();
        Assert.Equal(10000, await alice.BalanceAsync());
    }

    [Fact]
    public async Task A_payment_behind_a_NUL_is_obeyed_at_the_gap_each_time_that_it_comes()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob");
        for (var i = 1; i <= 2; i++)
        {
            await bob.SendAsync("List\0alice#10#bob");
            await bob.ReadListAsync();
            Assert.Equal("Transfer OK!", await alice.ReadLineAsync());
        }
        Assert.Equal(10020, await bob.BalanceAsync());
    }

    [Fact]
    public async Task A_payment_behind_a_NUL_that_the_message_before_left_in_the_buffer_is_not_obeyed()
    {
        await using var hub = Hub.Start();
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await hub.LogInAsync("bob");
        // Its last 12 bytes stand where List and its NUL end.
        Assert.Equal("Transfer Fail!", await bob.AskAsync("bobbyalice#10#bob"));
        await bob.SendAsync("List\0alice#10#bob");
        await bob.ReadListAsync();
        await PauseForTheGapAsync();
        Assert.Equal(10000, await bob.BalanceAsync());
    }

    [Fact]
    public async Task An_over_long_line_is_refused_and_closed()
    {
        await using var hub = Hub.Start(NoGap);
        await using var client = await hub.ConnectAsync();
        await client.SendAsync(new string('x', 8192) + "\n");
        Assert.Equal("240 BAD_REQUEST", await client.ReadLineAsync());
        await client.SendAsync(new string('x', 8193));
        await client.SendAsync("List\nList\n");
        Assert.Equal("240 BAD_REQUEST\r\n", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Binary_garbage_is_a_bad_request_and_the_connection_goes_on()
    {
        await using var hub = Hub.Start(NoGap);
        await using var client = await hub.ConnectAsync();
        Assert.Equal("240 BAD_REQUEST", await client.AskAsync("\x16\x03\x01\x02\xff\xfe\x80#\x01"));
        Assert.Equal("100 OK", await client.AskAsync("REGISTER#alice"));
    }

    // What the hub drops it does not answer, so there is nothing to wait for: the client itself is silent for longer than the gap.
    private static Task PauseForTheGapAsync() => Task.Delay(600, TestContext.Current.CancellationToken);
}
