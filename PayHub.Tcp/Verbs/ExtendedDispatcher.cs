using PayHub.Protocol.Requests;
using PayHub.Tcp.Connections;

namespace PayHub.Tcp.Verbs;

/// <summary>Gives a request of the extended dialect alone to the handler of its verb.</summary>
internal sealed class ExtendedDispatcher(
    WhoisHandler whois, FriendsHandler friends, FriendHandler friend, HistoryHandler history, StatusHandler status, CancelHandler cancel,
    PingHandler ping)
{
    public ValueTask DispatchAsync(ClientConnection client, Request request)
    {
        switch (request)
        {
            case WhoisRequest r:
                return whois.HandleAsync(client, r);
            case FriendsRequest:
                return friends.HandleAsync(client);
            case FriendRequest r:
                return friend.HandleAsync(client, r);
            case HistoryRequest r:
                return history.HandleAsync(client, r);
            case StatusRequest r:
                return status.HandleAsync(client, r);
            case CancelRequest r:
                return cancel.HandleAsync(client, r);
            case PingRequest:
                ping.Handle(client);
                return ValueTask.CompletedTask;
            default:
                throw new NotSupportedException($"{request.GetType().Name} has no handler");
        }
    }
}
