using PayHub.Data.Ledger;
using PayHub.Tcp.Connections;

namespace PayHub.Tcp.Verbs;

/// <summary><c>PING</c>: the hub's time, logged in or not.</summary>
internal sealed class PingHandler(LedgerClock clock)
{
    public void Handle(ClientConnection client) => client.Answer($"100 OK#{clock.UtcNow.ToUnixTimeSeconds()}\r\n");
}
