using PayHub.Client.Hub;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Replies;

namespace PayHub.Client.Peers;

/// <summary>Whether a peer is who it claims to be.</summary>
/// <param name="Peer">The account's name, as registered; null where it is not.</param>
/// <param name="Refusal">Why not; nothing where it is.</param>
internal readonly record struct PeerVerdict(string? Peer, RefusalCode Refusal = default);

/// <summary>Holds the key that a peer showed against this wallet's pins, then against the hub's word.</summary>
internal sealed class PeerGate(IPeerDirectory directory, IPeerOwner owner, PeerLimits limits, TimeProvider time)
{
    private readonly MinuteLimit _lookUps = new(limits.MaxLookUpsPerMinute, time);
    private readonly MinuteLimit _strangers = new(limits.MaxStrangerLookUpsPerMinute, time);
    private readonly MinuteLimit _warnings = new(1, time);

    /// <summary>Judges a peer.</summary>
    /// <param name="name">The name that it claims.</param>
    /// <param name="shown">The key that it has proved to hold.</param>
    /// <param name="cancel">The wallet stops.</param>
    public async Task<PeerVerdict> JudgeAsync(string name, PublicKey shown, CancellationToken cancel)
    {
        if (directory.IsBlocked(name))
            return new PeerVerdict(null, RefusalCode.NotAllowed);
        var pinned = directory.PinnedKey(name);
        if (pinned is not null && !pinned.Equals(shown))
        {
            Warn(name, pinned, shown);
            return new PeerVerdict(null, RefusalCode.AuthFail);
        }
        if ((pinned is null && !_strangers.TryTake()) || !_lookUps.TryTake())
            return new PeerVerdict(null, RefusalCode.TooMany);
        try
        {
            var word = await directory.LookUpAsync(name, cancel);
            if (word?.Key is { } current && current.Equals(shown))
                return new PeerVerdict(word.Name);
            if (pinned is not null)
                Warn(name, pinned, word?.Key);
            return new PeerVerdict(null, RefusalCode.AuthFail);
        }
        catch (HubLostException)
        {
            return new PeerVerdict(null, RefusalCode.Unavailable);
        }
    }

    // Whoever claims a friend's name again and again must not fill the owner's screen.
    private void Warn(string name, PublicKey pinned, PublicKey? other)
    {
        if (_warnings.TryTake(name))
            owner.WarnOfKey(name, pinned, other);
    }
}
