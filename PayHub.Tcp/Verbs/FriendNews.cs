using PayHub.Data.Friends;
using PayHub.Data.Live;
using PayHub.Protocol.Replies;
using PayHub.Tcp.Connections;

namespace PayHub.Tcp.Verbs;

/// <summary>Tells friends who are online, and speak the extended dialect, of each other.</summary>
internal sealed class FriendNews(PresenceBoard board)
{
    /// <summary>An account came online, or went offline: not when it moved from one connection to another.</summary>
    public void Presence(OnlineSession session, bool isOnline)
    {
        var friends = session.Circle.Friends;
        if (friends.IsEmpty)
            return;
        Span<byte> line = stackalloc byte[Push.MaxLength];
        line = line[..Push.WritePresence(line, session.Name, isOnline)];
        foreach (var friend in friends)
            PushTo(friend, line);
    }

    /// <summary>A friendship changed: the other one is told.</summary>
    public void Changed(string asker, FriendResult result)
    {
        if (result is { Event: FriendEvent.None } or { Other: null })
            return;
        Span<byte> line = stackalloc byte[Push.MaxLength];
        PushTo(result.Other, line[..Push.WriteFriend(line, asker, Word(result.Event))]);
    }

    private void PushTo(string name, ReadOnlySpan<byte> line)
    {
        if (board.Find(name)?.Link is ClientConnection { IsExtended: true } connection)
            connection.Outbox.Push(line);
    }

    private static string Word(FriendEvent change) => change switch
    {
        FriendEvent.Incoming => "incoming",
        FriendEvent.Friends => "friends",
        _ => "removed",
    };
}
