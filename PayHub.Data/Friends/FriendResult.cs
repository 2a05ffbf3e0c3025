namespace PayHub.Data.Friends;

/// <summary>What one account is to another.</summary>
public enum FriendState
{
    /// <summary>They are friends.</summary>
    Friends,

    /// <summary>The other has asked.</summary>
    Incoming,

    /// <summary>The other was asked.</summary>
    Outgoing,

    /// <summary>The other is blocked.</summary>
    Blocked,
}

/// <summary>One account that another has something to do with.</summary>
/// <param name="Name">As registered.</param>
/// <param name="State">What it is to the asker.</param>
public sealed record FriendRow(string Name, FriendState State);

/// <summary>What became of a change of a friendship.</summary>
public enum FriendOutcome
{
    /// <summary>It is so now, or was so before.</summary>
    Done,

    /// <summary>No such account, or nothing there to accept, remove or unblock.</summary>
    Unknown,

    /// <summary>About oneself.</summary>
    Oneself,

    /// <summary>One of the two has blocked the other.</summary>
    NotAllowed,

    /// <summary>One of the two has too many friends, open requests or blocks.</summary>
    Limit,

    /// <summary>The hub could not write it. Nothing changed.</summary>
    Unavailable,
}

/// <summary>What the other side of a friendship sees of a change.</summary>
public enum FriendEvent
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Somebody asks.</summary>
    Incoming,

    /// <summary>They are friends now.</summary>
    Friends,

    /// <summary>A friendship or a request is gone.</summary>
    Removed,
}

/// <summary>What became of a change, and what the other is to be told.</summary>
/// <param name="Outcome">Done, or why not.</param>
/// <param name="Other">The other account's name, as registered; null where there is none.</param>
/// <param name="Event">What the other sees.</param>
public readonly record struct FriendResult(FriendOutcome Outcome, string? Other = null, FriendEvent Event = FriendEvent.None);
