using PayHub.Data.Live;
using PayHub.Protocol.Replies;

namespace PayHub.Tcp.Connections;

/// <summary>The last words to a client that the hub closes: extended clients are told why (docs/protocol.md, "Pushes").</summary>
internal static class Farewell
{
    /// <summary>Refuses what the client should not have sent, and ends the connection.</summary>
    public static void Refuse(ClientConnection client, RefusalCode code)
    {
        // To a classic client the refusal is the last word.
        if (client.IsExtended)
            client.Outbox.Send(code.Line());
        else
            client.Outbox.SendLast(code.Line());
        client.Disconnect(SessionEnd.Misbehaved);
    }

    /// <summary>Says why the connection ends; nothing where the client knows.</summary>
    public static void Say(ClientConnection client)
    {
        if (!client.IsExtended || client.End is not { } end || Reason(end) is not { } reason)
            return;
        Span<byte> line = stackalloc byte[Push.MaxLength];
        client.Outbox.SendLast(line[..Push.WriteBye(line, reason)]);
    }

    private static string? Reason(SessionEnd end) => end switch
    {
        SessionEnd.HubStopped => "stopping",
        SessionEnd.Idle => "idle",
        SessionEnd.TakenOver => "takeover",
        SessionEnd.Disconnected => "disconnected",
        SessionEnd.KeyChanged => "key-changed",
        SessionEnd.Misbehaved => "misbehaved",
        _ => null,
    };
}
