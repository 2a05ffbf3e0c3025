namespace PayHub.Client.Peers;

/// <summary>What peers may ask of this wallet, and how long it waits for them (docs/protocol.md, "Peer links"). Tests set less.</summary>
internal sealed record PeerLimits
{
    /// <summary>For the TLS handshake and the <c>HELLO</c> behind it, each.</summary>
    public TimeSpan HandshakeTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a friend's link may be silent between two requests.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long another one's may.</summary>
    public TimeSpan StrangerIdleTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For a peer to take an answer, or to answer what takes no decision.</summary>
    public TimeSpan AnswerTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>After the last answer, for the peer to close first: what it still sends would destroy that answer on its way.</summary>
    public TimeSpan LingerTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Peers connected at once from one address; further ones are closed.</summary>
    public int MaxPeersPerAddress { get; init; } = 8;

    /// <summary>Questions about peers to the hub, a minute.</summary>
    public int MaxLookUpsPerMinute { get; init; } = 10;

    /// <summary>The part of them that peers without a pinned key may use: strangers can't lock friends out.</summary>
    public int MaxStrangerLookUpsPerMinute { get; init; } = 5;

    /// <summary>Payments, and requests for money, of one peer that wait for the owner, each.</summary>
    public int MaxPendingPerPeer { get; init; } = 3;

    /// <summary>Messages and requests for money taken from one peer, a minute, on all its links.</summary>
    public int MaxMessagesPerMinute { get; init; } = 30;
}
