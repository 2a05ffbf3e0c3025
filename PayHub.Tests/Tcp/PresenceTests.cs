using System.Diagnostics;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class PresenceTests
{
    [Theory]
    [InlineData("end of stream")]
    [InlineData("reset")]
    [InlineData("reset in an answer")]
    [InlineData("reset in a payment")]
    public async Task A_client_that_vanishes_is_offline_within_a_second(string how)
    {
        await using var hub = Hub.Start();
        await using var bob = await hub.LogInAsync("bob");
        await using var carol = await hub.LogInAsync("carol");
        await using var alice = await hub.LogInAsync("alice");
        Assert.Equal(3, (await bob.ListAsync()).Accounts.Count);
        var clock = Stopwatch.StartNew();
        await VanishAsync(alice, how);
        await Presence.WaitUntilGoneAsync(bob, "alice");
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal("Transfer Fail!", await bob.AskAsync("alice#1#bob"));
    }

    private static async Task VanishAsync(ClassicClient client, string how)
    {
        if (how == "reset in an answer")
            await client.SendAsync(string.Concat(Enumerable.Repeat("List\n", 12_000)));
        if (how == "reset in a payment")
            await client.SendAsync("carol#1#alice\ncarol#1#alice\ncarol#");
        if (how == "end of stream")
            client.FinishSending();
        else
            client.Reset();
    }
}
