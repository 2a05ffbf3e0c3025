using PayHub.Data.Friends;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Queries;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;
using PayHub.Tcp.Connections;

namespace PayHub.Tcp.Verbs;

/// <summary><c>WHOIS#&lt;name&gt;</c>: an account's key, and where it is online, unless it has blocked the asker.</summary>
internal sealed class WhoisHandler(AccountLookup accounts, FriendBook friends, PresenceBoard board)
{
    public async ValueTask HandleAsync(ClientConnection client, WhoisRequest request)
    {
        if (client.Session is not { } asker)
        {
            client.Refuse(RefusalCode.AuthFail);
            return;
        }
        using var hold = client.Outbox.HoldPushes();
        if (await accounts.FindAsync(request.Name) is not { Status: not AccountStatus.Closed } account)
        {
            client.Refuse(RefusalCode.Unknown);
            return;
        }
        var key = await accounts.KeyAsync(request.Name);
        var session = await friends.IsBlockedAsync(account.Id, asker.AccountId) ? null : board.Find(account.Name);
        var identity = key is null ? "keyless#-" : $"keyed#{Convert.ToBase64String(key.Spki)}";
        client.Answer($"100 OK#{account.Name}#{identity}#{Answers.Presence(session)}\r\n");
    }
}
