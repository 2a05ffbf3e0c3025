using PayHub.Client.Hub;
using PayHub.Client.Identities;
using PayHub.Client.Output;

namespace PayHub.Client.Session;

/// <summary>The account's friends, as the hub last said, and the keys pinned for them. May be read from any thread.</summary>
internal sealed class FriendBook(FriendKeys keys, IWalletOutput output)
{
    private const string Friends = "friends";

    private volatile IReadOnlyDictionary<string, Friend> _all = new Dictionary<string, Friend>();

    /// <summary>All of them, by name.</summary>
    public IEnumerable<Friend> All => _all.Values.OrderBy(friend => friend.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The pinned keys.</summary>
    public FriendKeys Keys => keys;

    /// <summary>Whether an account is a friend now.</summary>
    public bool IsFriend(string name) => _all.TryGetValue(name, out var friend) && friend.State == Friends;

    /// <summary>What an account is to the owner; <c>none</c> where nothing.</summary>
    public string StateOf(string name) => _all.TryGetValue(name, out var friend) ? friend.State : "none";

    /// <summary>Asks the hub for them all, and pins the keys of new friends.</summary>
    /// <returns>Null, or the hub's refusal.</returns>
    /// <exception cref="HubLostException">The hub is gone.</exception>
    public async Task<HubReply?> RefreshAsync(SecureHubConnection hub)
    {
        var answer = await hub.FriendsAsync();
        if (answer.Value is not { } friends)
            return answer.Reply;
        var all = new Dictionary<string, Friend>(StringComparer.OrdinalIgnoreCase);
        foreach (var friend in friends)
            all[friend.Name] = friend;
        _all = all;
        foreach (var friend in friends.Where(friend => friend.State == Friends))
            await PinAsync(hub, friend.Name);
        return null;
    }

    /// <summary>Shows them.</summary>
    public void Show(string account, string hub) => output.Show(new FriendList(account, [.. All.Select(friend => new ListedFriend(
        friend.Name, friend.State, friend.IsOnline, friend.Address?.Address.ToString(), friend.Address?.Port, keys.Find(hub, friend.Name)?.Fingerprint))]));

    /// <summary>Notes that a friend came or went.</summary>
    public void Note(PresenceNews news)
    {
        if (!_all.TryGetValue(news.Name, out var friend))
            return;
        _all = new Dictionary<string, Friend>(_all, StringComparer.OrdinalIgnoreCase)
        {
            [news.Name] = friend with { IsOnline = news.IsOnline, Address = news.IsOnline ? friend.Address : null },
        };
    }

    private async Task PinAsync(SecureHubConnection hub, string name)
    {
        if (keys.Find(hub.Greeting.Fingerprint, name) is null && (await hub.WhoIsAsync(name)).Value?.Key is { } key)
            await keys.PinAsync(hub.Greeting.Fingerprint, name, key);
    }
}
