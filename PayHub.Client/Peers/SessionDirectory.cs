using PayHub.Client.Hub;
using PayHub.Client.Session;
using PayHub.Protocol.Keys;

namespace PayHub.Client.Peers;

/// <summary>Who a name belongs to, as a session's friends, pins and hub know it.</summary>
internal sealed class SessionDirectory(SecureSession session) : IPeerDirectory
{
    /// <inheritdoc/>
    public PublicKey? PinnedKey(string name) => session.Friends.Keys.Find(session.HubFingerprint, name);

    /// <inheritdoc/>
    public bool IsFriend(string name) => session.Friends.IsFriend(name);

    /// <inheritdoc/>
    public bool IsBlocked(string name) => session.Friends.StateOf(name) == "blocked";

    /// <inheritdoc/>
    public async Task<HubWord?> LookUpAsync(string name, CancellationToken cancel) =>
        (await session.Hub.WhoIsAsync(name).OrGiveUpAsync(cancel)).Value is { } who ? new HubWord(who.Name, who.Key) : null;
}
