using PayHub.Client.Peers;

namespace PayHub.Client.Session;

/// <summary>How long the wallet waits and how much it takes from others. Tests set shorter ones.</summary>
internal sealed record WalletLimits
{
    /// <summary>For a TCP connection to the hub or to a peer.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For the hub's answer to one request.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>After which the owner is told that a payment waits for the hub's answer.</summary>
    public TimeSpan SlowAnswer { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the wallet asks the hub whether it is still there, and what time it is (extended dialect).</summary>
    public TimeSpan PingEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The first wait before the hub is tried again, when the connection is lost (extended dialect).</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest such wait.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two tries of a payment when the hub says that it can't tell.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a command waits for a lost hub to come back, before it leaves the rest to the next start.</summary>
    public TimeSpan ComeBackTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For the hub's <c>Bye</c>.</summary>
    public TimeSpan ByeTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For the payee to accept: how long the payer waits, and how long the payee has to decide.</summary>
    public TimeSpan DecisionTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Payments of others waiting for the owner's decision; further ones are dropped.</summary>
    public int MaxPendingRequests { get; init; } = 20;

    /// <summary>Peers connected at once; further ones are closed.</summary>
    public int MaxPeers { get; init; } = 16;

    /// <summary>How long a peer may stay connected.</summary>
    public TimeSpan PeerTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes taken from one peer connection: a hundred times what a payment has.</summary>
    public int MaxPeerBytes { get; init; } = 8192;

    /// <summary>The silence that ends a peer's message without a terminator (docs/protocol.md, "Framing").</summary>
    public TimeSpan UnterminatedGap { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>What peer links add to these.</summary>
    public PeerLimits Links { get; init; } = new();
}
