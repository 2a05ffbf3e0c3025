using Microsoft.Extensions.Options;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Settings;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;
using PayHub.Tcp.Connections;
using PayHub.Tcp.Limits;

namespace PayHub.Tcp.Verbs;

/// <summary>
/// <c>REGISTER#&lt;name&gt;</c>: opens an account with its opening balance, bound to the key that the connection showed, else
/// keyless. Registering does not log in.
/// </summary>
internal sealed class RegisterHandler(Ledger ledger, AddressLimiter limiter, IOptions<AccountsOptions> options)
{
    public async ValueTask HandleAsync(ClientConnection client, RegisterRequest request)
    {
        if (!MayRegister(client, request))
        {
            client.Refuse(RefusalCode.Fail);
            return;
        }
        var outcome = await ledger.OpenAccountAsync(request.Name!, client.Key?.Spki, new Money(options.Value.OpeningBalance));
        if (outcome == OpenAccountOutcome.Opened)
            client.Outbox.Send(Reply.Ok);
        else if (outcome != OpenAccountOutcome.OutcomeUnknown)
            client.Refuse(RefusalCode.Fail);
        else if (client.IsExtended)
            client.Refuse(RefusalCode.Unavailable);
        else
            client.Disconnect(SessionEnd.OutcomeUnknown);
    }

    private bool MayRegister(ClientConnection client, RegisterRequest request) =>
        request.Name is not null
        && options.Value.Registration == RegistrationMode.Open
        && (client.Key is not null || options.Value.AllowKeyless)
        && limiter.AllowsRegistration(client.Address);
}
