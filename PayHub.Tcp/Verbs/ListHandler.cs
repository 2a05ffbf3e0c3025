using System.Buffers;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using PayHub.Data.Live;
using PayHub.Data.Queries;
using PayHub.Protocol.Replies;
using PayHub.Tcp.Connections;
using PayHub.Tcp.Keys;

namespace PayHub.Tcp.Verbs;

/// <summary>
/// <c>List</c>: balance, hub key, and who is online: the asker first, then its friends, then the latest logins, without those who
/// have blocked it (docs/protocol.md, "Answers").
/// </summary>
internal sealed class ListHandler(AccountLookup accounts, PresenceBoard board, SealingKey key, IOptions<TcpOptions> options)
{
    private const int UsualLineLength = 40;

    private static readonly Comparer<OnlineSession> LatestFirst = Comparer<OnlineSession>.Create((x, y) => y.Id.CompareTo(x.Id));

    public async ValueTask HandleAsync(ClientConnection client)
    {
        if (client.Session is not { } session)
        {
            client.Refuse(RefusalCode.AuthFail);
            return;
        }
        using var hold = client.Outbox.HoldPushes();
        var balance = await accounts.BalanceAsync(session.AccountId);
        var listed = Listed(session);
        var answer = new ArrayBufferWriter<byte>(key.PublicKeyLine.Length + 64 + (listed.Count * UsualLineLength));
        AccountListWriter.WriteHead(answer, balance.MinorUnits, key.PublicKeyLine, listed.Count);
        foreach (var one in listed)
            AccountListWriter.WriteLine(answer, one.Name, one.Link.Ip, one.Port);
        client.Outbox.Send(answer.WrittenSpan);
    }

    private List<OnlineSession> Listed(OnlineSession asker)
    {
        var most = options.Value.ListLimit;
        var (friends, blockedBy) = asker.Circle;
        var online = board.RecentNewestFirst();
        var listed = new List<OnlineSession>(Math.Min(most, online.Count + 1)) { asker };
        if (!friends.IsEmpty)
            AddFriends(listed, friends, most);
        for (var i = 0; i < online.Count && listed.Count < most; i++)
        {
            var one = online[i];
            if (one.AccountId != asker.AccountId && !friends.Contains(one.Name) && !blockedBy.Contains(one.AccountId))
                listed.Add(one);
        }
        return listed;
    }

    private void AddFriends(List<OnlineSession> listed, ImmutableHashSet<string> friends, int most)
    {
        foreach (var friend in friends)
        {
            if (board.Find(friend) is { } session)
                listed.Add(session);
        }
        listed.Sort(1, listed.Count - 1, LatestFirst);
        if (listed.Count > most)
            listed.RemoveRange(most, listed.Count - most);
    }
}
