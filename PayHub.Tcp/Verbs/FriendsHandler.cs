using System.Globalization;
using System.Text;
using PayHub.Data.Friends;
using PayHub.Data.Live;
using PayHub.Protocol.Replies;
using PayHub.Tcp.Connections;

namespace PayHub.Tcp.Verbs;

/// <summary><c>FRIENDS</c>: everyone that the account has something to do with. Blocked ones are shown offline.</summary>
internal sealed class FriendsHandler(FriendBook friends, PresenceBoard board)
{
    public async ValueTask HandleAsync(ClientConnection client)
    {
        if (client.Session is not { } asker)
        {
            client.Refuse(RefusalCode.AuthFail);
            return;
        }
        using var hold = client.Outbox.HoldPushes();
        var rows = await friends.ListAsync(asker.AccountId);
        var answer = new StringBuilder().Append(CultureInfo.InvariantCulture, $"100 OK#{rows.Count}\r\n");
        foreach (var row in rows)
        {
            var session = row.State == FriendState.Blocked ? null : board.Find(row.Name);
            answer.Append(CultureInfo.InvariantCulture, $"{row.Name}#{Word(row.State)}#{Answers.Presence(session)}\r\n");
        }
        client.Outbox.Send(Encoding.ASCII.GetBytes(answer.ToString()));
    }

    private static string Word(FriendState state) => state switch
    {
        FriendState.Friends => "friends",
        FriendState.Incoming => "incoming",
        FriendState.Outgoing => "outgoing",
        _ => "blocked",
    };
}
