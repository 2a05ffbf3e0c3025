using PayHub.Data.Live;
using PayHub.Protocol.Replies;
using PayHub.Tcp.Connections;

namespace PayHub.Tcp.Verbs;

/// <summary><c>Exit</c>: says <c>Bye</c> and closes, logged in or not.</summary>
internal static class ExitHandler
{
    public static void Handle(ClientConnection client)
    {
        client.Outbox.SendLast(Reply.Bye);
        client.Disconnect(SessionEnd.Exit);
    }
}
