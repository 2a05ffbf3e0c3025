using PayHub.Protocol.Framing;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;
using PayHub.Tcp.Connections;

namespace PayHub.Tcp.Verbs;

/// <summary>Parses a message and gives it to the handler of its verb.</summary>
internal sealed class RequestDispatcher(
    RegisterHandler register, LoginHandler login, ListHandler list, PaymentHandler payment, SignedPaymentHandler signedPayment,
    SealedPaymentHandler sealedPayment, EnrolHandler enrol, HelloHandler hello, WhoisHandler whois, FriendsHandler friends,
    FriendHandler friend, HistoryHandler history, StatusHandler status, CancelHandler cancel, PingHandler ping)
{
    public ValueTask DispatchAsync(ClientConnection client, in Frame frame)
    {
        var request = RequestParser.Parse(frame.Bytes);
        switch (request)
        {
            case RegisterRequest r:
                return register.HandleAsync(client, r);
            // After a payment that stalls, "alice#1000" looks like a login: only a terminator makes it one.
            case LoginRequest when frame.End != FrameEnd.Terminated && client.Session is not null:
                return Malformed(client, frame.End);
            case LoginRequest r:
                return login.HandleAsync(client, r);
            case ListRequest:
                return list.HandleAsync(client);
            case ExitRequest:
                ExitHandler.Handle(client);
                return ValueTask.CompletedTask;
            case PaymentRequest r:
                return payment.HandleAsync(client, r);
            case SignedPaymentRequest r:
                return signedPayment.HandleAsync(client, r);
            case SealedPaymentRequest r:
                return sealedPayment.HandleAsync(client, r);
            case EnrolRequest r:
                return enrol.HandleAsync(client, r);
            case HelloRequest:
                hello.Handle(client);
                return ValueTask.CompletedTask;
            case MalformedRequest:
                return Malformed(client, frame.End);
            // What follows is of the extended dialect alone.
            case var _ when !client.IsExtended:
                return Malformed(client, frame.End);
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

    // What stands behind a NUL and is no message is what the client's buffer still held: an answer would confuse the client.
    private static ValueTask Malformed(ClientConnection client, FrameEnd end)
    {
        if (end != FrameEnd.GapBehindNul)
            client.Refuse(RefusalCode.BadRequest);
        return ValueTask.CompletedTask;
    }
}
