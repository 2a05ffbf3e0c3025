using Microsoft.Extensions.Options;
using PayHub.Data.Ledger;
using PayHub.Data.Settings;
using PayHub.Protocol.Replies;
using PayHub.Tcp.Connections;
using PayHub.Tcp.Keys;

namespace PayHub.Tcp.Verbs;

/// <summary><c>HELLO#PAYHUB/1</c>: switches the connection to the extended dialect, and says who the hub is (docs/protocol.md, "Dialect").</summary>
internal sealed class HelloHandler(HubIdentity identity, IOptions<HubOptions> hub, IOptions<CurrencyOptions> currency, LedgerClock clock)
{
    private readonly string _name = FreeText.Encode(hub.Value.Name);

    public void Handle(ClientConnection client)
    {
        client.Extend();
        client.Answer(
            $"100 OK#PAYHUB/1#{_name}#{identity.Fingerprint}#{currency.Value.Code}#{currency.Value.Decimals}#{clock.UtcNow.ToUnixTimeSeconds()}\r\n");
    }
}
