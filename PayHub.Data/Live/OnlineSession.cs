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

/// <summary>What others are to an account that is online. Replaced as a whole.</summary>
/// <param name="Friends">The names of its friends, as registered.</param>
/// <param name="BlockedBy">The ids of the accounts that have blocked it.</param>
public sealed record Circle(ImmutableHashSet<string> Friends, ImmutableHashSet<long> BlockedBy)
{
    /// <summary>Nobody.</summary>
    public static readonly Circle Empty = new([], []);
}

/// <summary>One login that lasts.</summary>
public sealed class OnlineSession
{
    private Circle _circle = Circle.Empty;

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

    /// <summary>Who is a friend of the account, and who wants nothing to do with it.</summary>
    public Circle Circle => Volatile.Read(ref _circle);

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

    /// <summary>Puts a circle in the place of another.</summary>
    /// <returns>False where another one has come meanwhile: nothing is changed.</returns>
    internal bool TryReplace(Circle before, Circle after) => ReferenceEquals(Interlocked.CompareExchange(ref _circle, after, before), before);

    /// <summary>Changes the circle as it is now. Whoever reads the database meanwhile can tell, even where the two are equal.</summary>
    internal void Change(Func<Circle, Circle> change)
    {
        Circle before;
        do
            before = Circle;
        while (!TryReplace(before, change(before)));
    }
}
