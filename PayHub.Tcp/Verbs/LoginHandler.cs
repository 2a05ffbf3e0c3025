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
/// same account is closed (docs/protocol.md, "Sessions").
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
        await LogInAsync(client, account, request.Port);
        await list.HandleAsync(client);
    }

    /// <summary>Ends the session of a connection that ends.</summary>
    public async ValueTask LogOutAsync(ClientConnection client)
    {
        if (client.Session is not { } session)
            return;
        client.Session = null;
        await LeaveAsync(session, client.End ?? SessionEnd.ConnectionLost);
    }

    // The new session enters before the old one leaves: who logs in anew is never offline in between.
    private async ValueTask LogInAsync(ClientConnection client, Account account, int port)
    {
        var before = client.Session;
        var session = NewSession(client, account, port);
        client.Session = session;
        if (board.Enter(session) is { Link: ClientConnection other } takenOver && other != client)
            other.Disconnect(takenOver, SessionEnd.TakenOver);
        if (before is not null)
            await LeaveAsync(before, SessionEnd.LoggedInAnew);
        await ledger.SessionStartedAsync(session);
    }

    private OnlineSession NewSession(ClientConnection client, Account account, int port) => new()
    {
        Id = sessions.NextId(),
        AccountId = account.Id,
        Name = account.Name,
        IsKeyed = false,
        Port = port,
        Since = clock.GetUtcNow(),
        Link = client,
        RequestsBefore = client.Requests - 1,
        BytesBefore = client.Bytes - client.LastMessageBytes,
    };

    private ValueTask LeaveAsync(OnlineSession session, SessionEnd reason)
    {
        board.Leave(session);
        return ledger.SessionEndedAsync(session, reason, clock.GetUtcNow());
    }
}
