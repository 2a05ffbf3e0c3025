using System.Collections.Immutable;

namespace PayHub.Data.Live;

/// <summary>Why a login ended. Stored as its number.</summary>
public enum SessionEnd
{
    /// <summary>The client said <c>Exit</c>.</summary>
    Exit = 0,

    /// <summary>The connection was lost or closed by the client.</summary>
    ConnectionLost = 1,

    /// <summary>The account logged in elsewhere.</summary>
    TakenOver = 2,

    /// <summary>The connection logged in as another account, or anew.</summary>
    LoggedInAnew = 3,

    /// <summary>No message for the idle time-out.</summary>
    Idle = 4,

    /// <summary>The client did not read its answers, or broke the protocol's limits.</summary>
    Misbehaved = 5,

    /// <summary>An operator disconnected it.</summary>
    Disconnected = 6,

    /// <summary>The hub stopped.</summary>
    HubStopped = 7,

    /// <summary>The hub could not tell what became of a payment, and a classic client can't be told so.</summary>
    OutcomeUnknown = 8,

    /// <summary>A new key was bound to the account.</summary>
    KeyChanged = 9,
}

/// <summary>The connection behind a session, as those who show or end it see it.</summary>
public interface IClientLink
{
    /// <summary>The client's address, IPv4 in dotted form.</summary>
    string Ip { get; }

    /// <summary>Whether the link is encrypted by TLS.</summary>
    bool IsTls { get; }

    /// <summary>Messages received on the connection so far.</summary>
    long Requests { get; }

    /// <summary>Bytes of the messages received on the connection so far.</summary>
    long Bytes { get; }

    /// <summary>When the last message came, UTC.</summary>
    DateTimeOffset LastMessageAt { get; }

    /// <summary>Ends the connection; returns at once.</summary>
    void Disconnect(SessionEnd reason);
}

/// <summary>One login that lasts.</summary>
public sealed class OnlineSession
{
    private ImmutableHashSet<string> _friends = [];

    /// <summary>The id of its row in <c>sessions</c>.</summary>
    public required long Id { get; init; }

    /// <summary>Who logged in.</summary>
    public required long AccountId { get; init; }

    /// <summary>The account's name, as registered.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it logged in with a key.</summary>
    public required bool IsKeyed { get; init; }

    /// <summary>The <see cref="Model.AccountKey"/> row of the key that it logged in with; null where it is keyless.</summary>
    public long? KeyId { get; init; }

    /// <summary>The names of the account's friends, as registered. Replaced as a whole when a friendship begins or ends.</summary>
    public ImmutableHashSet<string> Friends
    {
        get => Volatile.Read(ref _friends);
        set => Volatile.Write(ref _friends, value);
    }

    /// <summary>The port at which the client takes payments.</summary>
    public required int Port { get; init; }

    /// <summary>When it logged in, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The connection that it is on.</summary>
    public required IClientLink Link { get; init; }

    /// <summary>Messages received on the connection before this login.</summary>
    public required long RequestsBefore { get; init; }

    /// <summary>Bytes received on the connection before this login.</summary>
    public required long BytesBefore { get; init; }

    /// <summary>Messages received in this session.</summary>
    public long Requests => Link.Requests - RequestsBefore;

    /// <summary>Bytes received in this session.</summary>
    public long Bytes => Link.Bytes - BytesBefore;
}
