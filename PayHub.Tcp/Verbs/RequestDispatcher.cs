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
    /// <returns>Completes when the next message may be handled: payments go on behind it, everything else is over.</returns>
    public ValueTask DispatchAsync(ClientConnection client, in Frame frame)
    {
        var request = RequestParser.Parse(frame.Bytes);
        switch (request)
        {
            case PaymentRequest r:
                return payment.HandleAsync(client, r);
            case SignedPaymentRequest r:
                return signedPayment.HandleAsync(client, r);
            case SealedPaymentRequest r:
                return sealedPayment.HandleAsync(client, r);
            default:
                var idle = client.Payments.IdleAsync();
                return idle.IsCompleted ? DispatchOtherAsync(client, request, frame.End) : DispatchAfterAsync(idle, client, request, frame.End);
        }
    }

    private async ValueTask DispatchAfterAsync(Task idle, ClientConnection client, Request request, FrameEnd end)
    {
        await idle;
        if (client.End is null)
            await DispatchOtherAsync(client, request, end);
    }

    private ValueTask DispatchOtherAsync(ClientConnection client, Request request, FrameEnd end)
    {
        switch (request)
        {
            case RegisterRequest r:
                return register.HandleAsync(client, r);
            // After a payment that stalls, "alice#1000" looks like a login: only a terminator makes it one.
            case LoginRequest when end != FrameEnd.Terminated && client.Session is not null:
                return Malformed(client, end);
            case LoginRequest r:
                return login.HandleAsync(client, r);
            case ListRequest:
                return list.HandleAsync(client);
            case ExitRequest:
                ExitHandler.Handle(client);
                return ValueTask.CompletedTask;
            case EnrolRequest r:
                return enrol.HandleAsync(client, r);
            case HelloRequest:
                hello.Handle(client);
                return ValueTask.CompletedTask;
            case MalformedRequest:
                return Malformed(client, end);
            // What follows is of the extended dialect alone.
            case var _ when !client.IsExtended:
                return Malformed(client, end);
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
