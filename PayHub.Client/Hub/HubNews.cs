namespace PayHub.Client.Hub;

/// <summary>What the hub says unasked (docs/protocol.md, "Dialect"): advisory, because history and status are the truth.</summary>
internal abstract record HubNews;

/// <summary>Somebody paid this account.</summary>
/// <param name="Transfer">The hub's transfer id.</param>
/// <param name="From">The payer.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Balance">This account's, right after the transfer, in minor units.</param>
/// <param name="Memo">Safe to print; may be empty.</param>
/// <param name="PaymentId">Null for an unsigned payment.</param>
internal sealed record PaidNews(long Transfer, string From, long Amount, long Balance, string Memo, string? PaymentId) : HubNews;

/// <summary>A payment of this account was executed. Amount and balance in minor units; no payment id: unsigned.</summary>
internal sealed record SentNews(long Transfer, string To, long Amount, long Balance, string? PaymentId) : HubNews;

/// <summary>A payment of this account was refused. The amount is in minor units; no payment id: unsigned.</summary>
internal sealed record RefusedNews(string? PaymentId, string Payee, long Amount, int Code) : HubNews;

/// <summary>A friendship changed: <c>friends</c>, <c>incoming</c>, <c>outgoing</c>, <c>blocked</c>, <c>none</c>.</summary>
internal sealed record FriendNews(string Name, string State) : HubNews;

/// <summary>A friend came online or went offline.</summary>
internal sealed record PresenceNews(string Name, bool IsOnline) : HubNews;

/// <summary>Some were dropped: look for yourself.</summary>
internal sealed record MissedNews : HubNews;

/// <summary>The hub is about to close the connection.</summary>
internal sealed record ByeNews(string Reason) : HubNews
{
    /// <summary>The reason where another connection logged in as this account.</summary>
    public const string Takeover = "takeover";

    /// <summary>The reason where the hub is shut down.</summary>
    public const string Stopping = "stopping";

    /// <summary>The reason where the account was bound to another key.</summary>
    public const string KeyChanged = "key-changed";

    /// <summary>A reason in words.</summary>
    public static string Explain(string reason) => reason switch
    {
        Takeover => "Another wallet logged in as this account.",
        Stopping => "The hub stops.",
        "idle" => "The hub closed the connection: it was silent for too long.",
        "disconnected" => "An operator of the hub closed the connection.",
        KeyChanged => "The account has another key now.",
        _ => $"The hub closed the connection: {reason}.",
    };
}
