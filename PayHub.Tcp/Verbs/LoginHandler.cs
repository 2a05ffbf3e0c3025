using Microsoft.Extensions.Options;
using PayHub.Data.Friends;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Queries;
using PayHub.Data.Settings;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;
using PayHub.Tcp.Connections;
using PayHub.Tcp.Limits;

namespace PayHub.Tcp.Verbs;

/// <summary>
/// <c>&lt;name&gt;#&lt;portNum&gt;</c>: logs in, in place of whoever was logged in on the connection; an older connection of the
/// same account is closed (docs/protocol.md, "Sessions"). A keyed account logs in with its current key alone.
/// </summary>
internal sealed class LoginHandler(
    AccountLookup accounts, PresenceBoard board, SessionLog sessions, Ledger ledger, AddressLimiter limiter, ListHandler list,
    FriendBook friends, FriendNews news, IOptions<AccountsOptions> options, TimeProvider clock)
{
    public async ValueTask HandleAsync(ClientConnection client, LoginRequest request)
    {
        if (await AuthenticateAsync(client, request.Name) is not { } owner)
        {
            client.Refuse(limiter.AllowsFailedLogin(client.Address) ? RefusalCode.AuthFail : RefusalCode.TooMany);
            return;
        }
        await LogInAsync(client, NewSession(client, owner, request.Port));
        // A key that was bound meanwhile ends the sessions that it finds: this one may not have been among them.
        if (await AuthenticateAsync(client, request.Name) is { } still && still.KeyId == owner.KeyId)
            await list.HandleAsync(client);
        else
            client.Disconnect(SessionEnd.KeyChanged);
    }

    /// <summary>Ends the session of a connection that ends.</summary>
    public async ValueTask LogOutAsync(ClientConnection client)
    {
        if (client.Session is not { } session)
            return;
        client.Session = null;
        await LeaveAsync(session, client.End ?? SessionEnd.ConnectionLost);
    }

    private async ValueTask<Owner?> AuthenticateAsync(ClientConnection client, string name)
    {
        if (await accounts.FindAsync(name) is not { IsSystem: false, Status: not AccountStatus.Closed } account)
            return null;
        if (account.KeyKind == KeyKind.Keyless)
            return options.Value.AllowKeyless ? new Owner(account, null) : null;
        return client.Key is { } shown && await accounts.KeyAsync(name) is { } current && current.Spki.AsSpan().SequenceEqual(shown.Spki)
            ? new Owner(account, current.Id)
            : null;
    }

    // The new session enters before the old one leaves: who logs in anew is never offline in between.
    private async ValueTask LogInAsync(ClientConnection client, OnlineSession session)
    {
        var before = client.Session;
        client.Session = session;
        var takenOver = board.Enter(session);
        if (takenOver is { Link: ClientConnection other } && other != client)
            other.Disconnect(takenOver, SessionEnd.TakenOver);
        if (before is not null)
            await LeaveAsync(before, SessionEnd.LoggedInAnew);
        await friends.EnterAsync(session);
        if (takenOver is null)
            news.Presence(session, isOnline: true);
        await ledger.SessionStartedAsync(session);
    }

    private OnlineSession NewSession(ClientConnection client, Owner owner, int port) => new()
    {
        Id = sessions.NextId(),
        AccountId = owner.Account.Id,
        Name = owner.Account.Name,
        IsKeyed = owner.KeyId is not null,
        KeyId = owner.KeyId,
        Port = port,
        Since = clock.GetUtcNow(),
        Link = client,
        RequestsBefore = client.Requests - 1,
        BytesBefore = client.Bytes - client.LastMessageBytes,
    };

    private ValueTask LeaveAsync(OnlineSession session, SessionEnd reason)
    {
        if (board.Leave(session))
            news.Presence(session, isOnline: false);
        return ledger.SessionEndedAsync(session, reason, clock.GetUtcNow());
    }

    /// <summary>An account, shown to be the client's.</summary>
    /// <param name="Account">The account.</param>
    /// <param name="KeyId">The row of its current key; null where it is keyless.</param>
    private sealed record Owner(Account Account, long? KeyId);
}
