using PayHub.Protocol.Framing;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;
using PayHub.Tcp.Connections;

namespace PayHub.Tcp.Verbs;

/// <summary>Parses a message and gives it to the handler of its verb.</summary>
internal sealed class RequestDispatcher(
    RegisterHandler register, LoginHandler login, ListHandler list, PaymentHandler payment)
{
    public ValueTask DispatchAsync(ClientConnection client, in Frame frame)
    {
        switch (RequestParser.Parse(frame.Bytes))
        {
            case RegisterRequest request:
                return register.HandleAsync(client, request);
            // After a payment that stalls, "alice#1000" looks like a login: only a terminator makes it one.
            case LoginRequest when frame.End != FrameEnd.Terminated && client.Session is not null:
                return Malformed(client, frame.End);
            case LoginRequest request:
                return login.HandleAsync(client, request);
            case ListRequest:
                return list.HandleAsync(client);
            case ExitRequest:
                ExitHandler.Handle(client);
                return ValueTask.CompletedTask;
            case PaymentRequest request:
                return payment.HandleAsync(client, request);
            default:
                return Malformed(client, frame.End);
        }
    }

    // What stands behind a NUL and is no message is what the client's buffer still held: an answer would confuse the client.
    private static ValueTask Malformed(ClientConnection client, FrameEnd end)
    {
        if (end != FrameEnd.GapBehindNul)
            client.Outbox.Send(Reply.BadRequest);
        return ValueTask.CompletedTask;
    }
}
