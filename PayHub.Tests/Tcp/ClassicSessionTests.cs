using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class ClassicSessionTests
{
    [Fact]
    public async Task A_session_is_answered_byte_for_byte()
    {
        await using var hub = Hub.Start();
        await using var client = await hub.ConnectAsync();
        await client.SendAsync("REGISTER#alice\nalice#7001\nList\nExit\n");
        var lines = (await client.ReadToEndAsync()).Split("\r\n");
        var key = lines[2];
        Assert.Equal(392, key.Length);
        Assert.Equal(
            ["100 OK", "10000", key, "1", "alice#127.0.0.1#7001", "10000", key, "1", "alice#127.0.0.1#7001", "Bye", ""], lines);
    }
}
