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

/// <summary><c>REGISTER#&lt;name&gt;</c>: opens a keyless account with its opening balance. Registering does not log in.</summary>
internal sealed class RegisterHandler(Ledger ledger, AddressLimiter limiter, IOptions<AccountsOptions> options)
{
    public async ValueTask HandleAsync(ClientConnection client, RegisterRequest request)
    {
        if (!MayRegister(client, request))
        {
            client.Outbox.Send(Reply.Fail);
            return;
        }
        var outcome = await ledger.OpenAccountAsync(request.Name!, spki: null, new Money(options.Value.OpeningBalance));
        if (outcome == OpenAccountOutcome.OutcomeUnknown)
            client.Disconnect(SessionEnd.OutcomeUnknown);
        else
            client.Outbox.Send(outcome == OpenAccountOutcome.Opened ? Reply.Ok : Reply.Fail);
    }

    private bool MayRegister(ClientConnection client, RegisterRequest request) =>
        request.Name is not null
        && options.Value is { Registration: RegistrationMode.Open, AllowKeyless: true }
        && limiter.AllowsRegistration(client.Address);
}
