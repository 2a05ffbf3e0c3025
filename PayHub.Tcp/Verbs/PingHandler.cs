using PayHub.Tcp.Connections;

namespace PayHub.Tcp.Verbs;

/// <summary><c>PING</c>: the hub's time, logged in or not.</summary>
internal sealed class PingHandler(TimeProvider clock)
{
    public void Handle(ClientConnection client) => client.Answer($"100 OK#{clock.GetUtcNow().ToUnixTimeSeconds()}\r\n");
}
