using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;
using PayHub.Tcp.Connections;
using PayHub.Tcp.Limits;

namespace PayHub.Tcp.Verbs;

/// <summary><c>ENROL#&lt;name&gt;#&lt;code&gt;</c>: binds the connection's key to an account whose window an operator opened.</summary>
internal sealed class EnrolHandler(Ledger ledger, PresenceBoard board, AddressLimiter limiter)
{
    public async ValueTask HandleAsync(ClientConnection client, EnrolRequest request)
    {
        // Whether it was the code, the window or the missing key is not told.
        var outcome = client.Key is { } key ? await ledger.EnrolAsync(request.Name, request.Code, key.Spki) : EnrolOutcome.Refused;
        switch (outcome)
        {
            case EnrolOutcome.Enrolled:
                client.Outbox.Send(Reply.Ok);
                EndSession(request.Name);
                break;
            case EnrolOutcome.Refused:
                client.Refuse(limiter.AllowsFailedLogin(client.Address) ? RefusalCode.AuthFail : RefusalCode.TooMany);
                break;
            case EnrolOutcome.KeyTaken:
                client.Refuse(RefusalCode.NotAllowed);
                break;
            case EnrolOutcome.OutcomeUnknown:
                client.Refuse(RefusalCode.Unavailable);
                EndSession(request.Name);
                break;
            default:
                client.Refuse(RefusalCode.Unavailable);
                break;
        }
    }

    // Whoever is, or may be, online with an old key, or without one, is so no longer.
    private void EndSession(string name)
    {
        if (board.Find(name) is { Link: ClientConnection connection } session)
            connection.Disconnect(session, SessionEnd.KeyChanged);
    }
}
