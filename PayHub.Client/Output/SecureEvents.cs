using System.Text.Json.Serialization;

namespace PayHub.Client.Output;

/// <summary>Greeted the hub: from now on amounts are shown in its currency.</summary>
internal sealed record Connected(string Hub, string Name, string Fingerprint, string Currency, int Decimals) : WalletEvent;

/// <summary>The hub bound the wallet's key to the account; every other key of it is void.</summary>
internal sealed record Enrolled(string Account, string Fingerprint) : WalletEvent;

/// <summary>A hub that the owner trusts.</summary>
internal sealed record HubKnown(string Hub, string Fingerprint, string Name, DateTimeOffset Since) : WalletEvent;

/// <summary>The key that a hub shows now, and the one that is trusted, null where none is.</summary>
internal sealed record HubShown(string Hub, string Fingerprint, string? Trusted) : WalletEvent
{
    /// <summary>Whether it is the trusted one.</summary>
    public bool IsTrusted => Fingerprint == Trusted;
}

/// <summary>The connection is lost; the next try is in <paramref name="Seconds"/>.</summary>
internal sealed record Offline(string Reason, double Seconds) : WalletEvent;

/// <summary>
/// A payment was made and kept, and goes out now: straight to the hub, or to the payee's wallet. <paramref name="Why"/> says why straight
/// to the hub, where the owner did not ask for that.
/// </summary>
internal sealed record Paying(
    string PaymentId, string Payee, long Amount, string? Memo, bool Direct, DateTimeOffset Expires, [property: JsonIgnore] string? Why) : WalletEvent
{
    /// <summary>How long the payee has to accept it.</summary>
    [JsonIgnore]
    public int Seconds { get; init; }
}

/// <summary>
/// What the hub says of a payment: <paramref name="State"/> is <c>executed</c>, <c>refused</c>, <c>cancelled</c>, <c>expired</c> or
/// <c>open</c>; payee and amount are null where this wallet does not know the payment.
/// </summary>
internal sealed record PaymentStatus(string PaymentId, string State, string? Payee, long? Amount, long? Transfer, string? Code) : WalletEvent;

/// <summary>The friends, those asked, those who ask, those blocked.</summary>
internal sealed record FriendList(string Account, IReadOnlyList<ListedFriend> Friends) : WalletEvent;

/// <summary>One line of <see cref="FriendList"/>; <paramref name="Key"/> is the pinned key's fingerprint.</summary>
internal sealed record ListedFriend(string Name, string State, bool Online, string? Address, int? Port, string? Key);

/// <summary>A friendship changed: <c>friends</c>, <c>incoming</c>, <c>outgoing</c>, <c>blocked</c> or <c>none</c>.</summary>
internal sealed record FriendChanged(string Name, string State) : WalletEvent;

/// <summary>A friend came online or went offline.</summary>
internal sealed record FriendPresence(string Name, bool Online) : WalletEvent;

/// <summary>A part of the history, newest first. <paramref name="Next"/> is what <c>--before</c> takes for the next page; null at the end.</summary>
internal sealed record HistoryPage(string Account, IReadOnlyList<HistoryLine> Entries, long? Next) : WalletEvent
{
    /// <summary>What the owner types for the next page, where that is not <c>--before</c>.</summary>
    [JsonIgnore]
    public string? Older { get; init; }
}

/// <summary>One transfer of <see cref="HistoryPage"/>; amounts in minor units.</summary>
internal sealed record HistoryLine(
    long Transfer, DateTimeOffset Time, string Direction, string Counterparty, long Amount, long Balance, string Kind, string Memo, string? PaymentId);

/// <summary>A friend has another key than the pinned one; <paramref name="Fingerprint"/> is null where there is none any more.</summary>
internal sealed record KeyChanged(string Name, string Pinned, string? Fingerprint) : WalletEvent;
