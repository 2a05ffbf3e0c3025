using PayHub.Data.Friends;
using PayHub.Data.Live;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;
using PayHub.Tcp.Connections;
using PayHub.Tcp.Limits;

namespace PayHub.Tcp.Verbs;

/// <summary><c>FRIEND#&lt;action&gt;#&lt;name&gt;</c>: changes what two accounts are to each other, and tells the other.</summary>
internal sealed class FriendHandler(FriendBook friends, FriendLimiter limiter, FriendNews news)
{
    public async ValueTask HandleAsync(ClientConnection client, FriendRequest request)
    {
        if (client.Session is not { } asker)
        {
            client.Refuse(RefusalCode.AuthFail);
            return;
        }
        if (!limiter.Allows(asker.AccountId))
        {
            client.Refuse(RefusalCode.TooMany);
            return;
        }
        var result = await ChangeAsync(asker, request);
        if (result.Outcome != FriendOutcome.Done)
        {
            client.Refuse(Refusal(result.Outcome));
            return;
        }
        client.Outbox.Send(Reply.Ok);
        news.Changed(asker.Name, result);
    }

    private Task<FriendResult> ChangeAsync(OnlineSession asker, FriendRequest request) => request.Action switch
    {
        FriendAction.Add => friends.AddAsync(asker, request.Name),
        FriendAction.Accept => friends.AcceptAsync(asker, request.Name),
        FriendAction.Remove => friends.RemoveAsync(asker, request.Name),
        FriendAction.Block => friends.BlockAsync(asker, request.Name),
        _ => friends.UnblockAsync(asker, request.Name),
    };

    private static RefusalCode Refusal(FriendOutcome outcome) => outcome switch
    {
        FriendOutcome.Unknown => RefusalCode.Unknown,
        FriendOutcome.Oneself => RefusalCode.SelfPayment,
        FriendOutcome.NotAllowed => RefusalCode.NotAllowed,
        FriendOutcome.Limit => RefusalCode.Limit,
        _ => RefusalCode.Unavailable,
    };
}
