using System.Collections.Concurrent;

namespace PayHub.Data.Live;

/// <summary>Who is online, now: at most one session an account. Where the TCP side and the dashboard meet.</summary>
/// <param name="feed">Told when someone comes or goes.</param>
/// <param name="clock">The hub's clock.</param>
public sealed class PresenceBoard(LiveFeed feed, TimeProvider clock)
{
    // A hub this small is listed anew each time: only larger ones save work by a list that may be some milliseconds old.
    private const int AlwaysFresh = 100;
    private static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, OnlineSession> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _listing = new();
    private OnlineSession[] _newestFirst = [];
    private long _listedAt;
    private volatile bool _changed = true;

    /// <summary>How many accounts are online.</summary>
    public int Count => _byName.Count;

    /// <summary>The session of the account of that name, in any ASCII case; null while it is offline.</summary>
    public OnlineSession? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Puts a session on the board.</summary>
    /// <returns>The session of the same account that it takes over from; null where there was none.</returns>
    public OnlineSession? Enter(OnlineSession session)
    {
        OnlineSession? previous = null;
        _byName.AddOrUpdate(session.Name, session, (_, old) =>
        {
            previous = old;
            return session;
        });
        Changed();
        return previous;
    }

    /// <summary>Takes a session off the board, unless its account is already online with another.</summary>
    /// <returns>Whether the account is offline by this.</returns>
    public bool Leave(OnlineSession session)
    {
        if (!_byName.TryRemove(new KeyValuePair<string, OnlineSession>(session.Name, session)))
            return false;
        Changed();
        return true;
    }

    /// <summary>Everyone online, the latest login first.</summary>
    public IReadOnlyList<OnlineSession> NewestFirst() => NewestFirst(TimeSpan.Zero);

    /// <summary>As <see cref="NewestFirst()"/>, but on a large hub up to 100 ms old: for answers that many clients ask for.</summary>
    public IReadOnlyList<OnlineSession> RecentNewestFirst() => NewestFirst(_byName.Count <= AlwaysFresh ? TimeSpan.Zero : MaxAge);

    private OnlineSession[] NewestFirst(TimeSpan maxAge)
    {
        lock (_listing)
        {
            if (_changed && clock.GetElapsedTime(_listedAt) >= maxAge)
            {
                _changed = false;
                _newestFirst = [.. _byName.Values.OrderByDescending(s => s.Id)];
                _listedAt = clock.GetTimestamp();
            }
            return _newestFirst;
        }
    }

    private void Changed()
    {
        _changed = true;
        feed.Publish(LiveTopics.Sessions);
    }
}
