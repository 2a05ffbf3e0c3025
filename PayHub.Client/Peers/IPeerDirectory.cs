using PayHub.Client.Hub;
using PayHub.Protocol.Keys;

namespace PayHub.Client.Peers;

/// <summary>What the hub says about an account (<c>WHOIS</c>).</summary>
/// <param name="Name">Its name, as registered.</param>
/// <param name="Key">Its current key; null where it is keyless.</param>
internal sealed record HubWord(string Name, PublicKey? Key);

/// <summary>Who a name belongs to: what this wallet has pinned, and what the hub says.</summary>
internal interface IPeerDirectory
{
    /// <summary>The key pinned for a friend; null where none is.</summary>
    PublicKey? PinnedKey(string name);

    /// <summary>Whether the account is a friend now.</summary>
    bool IsFriend(string name);

    /// <summary>Whether the owner has blocked the account.</summary>
    bool IsBlocked(string name);

    /// <summary>Asks the hub.</summary>
    /// <returns>Null where it knows no such account.</returns>
    /// <exception cref="HubLostException">The hub can't be asked.</exception>
    Task<HubWord?> LookUpAsync(string name, CancellationToken cancel);
}
