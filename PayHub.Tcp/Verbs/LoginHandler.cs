using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Queries;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;
using PayHub.Tcp.Connections;
using PayHub.Tcp.Limits;

namespace PayHub.Tcp.Verbs;

/// <summary>
/// <c>&lt;name&gt;#&lt;portNum&gt;</c>: logs in, in place of whoever was logged in on the connection; an older connection of the
/// same account is closed (protocol.md, A3).
/// </summary>
internal sealed class LoginHandler(
    AccountLookup accounts, PresenceBoard board, SessionLog sessions, Ledger ledger, AddressLimiter limiter, ListHandler list, TimeProvider clock)
{
    public async ValueTask HandleAsync(ClientConnection client, LoginRequest request)
    {
        var account = await accounts.FindAsync(request.Name);
        if (account is not { KeyKind: KeyKind.Keyless, IsSystem: false } || account.Status == AccountStatus.Closed)
        {
            client.Outbox.Send(limiter.AllowsFailedLogin(client.Address) ? Reply.AuthFail : Reply.TooMany);
            return;
        }
        await LogOutAsync(client, SessionEnd.LoggedInAnew);
        await LogInAsync(client, account, request.Port);
        await list.HandleAsync(client);
    }

    /// <summary>Ends the session of a connection that ends.</summary>
    public ValueTask LogOutAsync(ClientConnection client) => LogOutAsync(client, client.End ?? SessionEnd.ConnectionLost);

    private async ValueTask LogInAsync(ClientConnection client, Account account, int port)
    {
        var session = new OnlineSession
        {
            Id = sessions.NextId(),
            AccountId = account.Id,
            Name = account.Name,
            IsKeyed = false,
            Port = port,
            Since = clock.GetUtcNow(),
            Link = client,
            RequestsBefore = client.Requests - 1,
            BytesBefore = client.Bytes,
        };
        client.Session = session;
        await ledger.SessionStartedAsync(session);
        board.Enter(session)?.Link.Disconnect(SessionEnd.TakenOver);
    }

    private async ValueTask LogOutAsync(ClientConnection client, SessionEnd reason)
    {
        if (client.Session is not { } session)
            return;
        client.Session = null;
        board.Leave(session);
        await ledger.SessionEndedAsync(session, reason, clock.GetUtcNow());
    }
}
