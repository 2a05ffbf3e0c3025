namespace PayHub.Data.Model;

/// <summary>Where a friendship stands. Stored as its number.</summary>
public enum FriendshipState
{
    /// <summary>Asked for, not yet accepted.</summary>
    Requested = 0,

    /// <summary>Accepted.</summary>
    Friends = 1,
}

/// <summary>Two accounts that are, or may become, friends.</summary>
public sealed class Friendship
{
    /// <summary>The lower account id of the two.</summary>
    public long LowId { get; set; }

    /// <summary>The higher account id of the two.</summary>
    public long HighId { get; set; }

    /// <summary>Which of the two asked.</summary>
    public long RequestedBy { get; set; }

    /// <summary>Where it stands.</summary>
    public FriendshipState State { get; set; }

    /// <summary>Microseconds UTC of the last change.</summary>
    public long Since { get; set; }
}

/// <summary>One account wants nothing to do with another.</summary>
public sealed class AccountBlock
{
    /// <summary>Who blocks.</summary>
    public long BlockerId { get; set; }

    /// <summary>Who is blocked.</summary>
    public long BlockedId { get; set; }
}

/// <summary>One login, from its start to its end. Kept 90 days.</summary>
public sealed class SessionRecord
{
    /// <summary>Ascending.</summary>
    public long Id { get; set; }

    /// <summary>Who logged in.</summary>
    public long AccountId { get; set; }

    /// <summary>The client's address as the hub saw it.</summary>
    public required string Ip { get; set; }

    /// <summary>The port at which the client takes payments.</summary>
    public int Port { get; set; }

    /// <summary>Whether it came over TLS.</summary>
    public bool Tls { get; set; }

    /// <summary>Whether it logged in with a key.</summary>
    public bool Keyed { get; set; }

    /// <summary>Microseconds UTC.</summary>
    public long Started { get; set; }

    /// <summary>Microseconds UTC; null while it lasts.</summary>
    public long? Ended { get; set; }

    /// <summary>Why it ended, as a <see cref="Live.SessionEnd"/>.</summary>
    public int? EndReason { get; set; }

    /// <summary>Messages received in it.</summary>
    public long Requests { get; set; }

    /// <summary>Bytes received in it.</summary>
    public long Bytes { get; set; }
}
