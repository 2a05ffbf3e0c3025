using PayHub.Data.Live;

namespace PayHub.Web.Components.Pages;

/// <summary>
/// The order of who is online. One by figures that move is taken when it is asked for and kept until it is asked for anew: rows
/// that change places each second can't be read, and one could slip under a finger that means its neighbour.
/// </summary>
internal sealed class KeptOrder
{
    private (string? Sort, OnlineFilter Filter)? _taken;
    private Dictionary<long, int> _places = [];

    /// <summary>When the order was taken, UTC; null for one that is always true.</summary>
    public DateTimeOffset? At { get; private set; }

    /// <summary>Takes the order anew the next time.</summary>
    public void Forget() => _taken = null;

    /// <summary>Puts sessions into order.</summary>
    /// <param name="sessions">Those that match, the newest first.</param>
    /// <param name="filter">What they match.</param>
    /// <param name="sort">By what; a minus before it turns the order.</param>
    /// <param name="now">The time, UTC.</param>
    public IEnumerable<OnlineSession> Of(IReadOnlyList<OnlineSession> sessions, OnlineFilter filter, string? sort, DateTimeOffset now)
    {
        if (sort is not ("idle" or "-idle" or "requests" or "-requests" or "bytes" or "-bytes"))
        {
            (At, _taken) = (null, null);
            return InOrder(sessions, sort);
        }
        if (_taken != (sort, filter))
        {
            _places = InOrder(sessions, sort).Select((session, place) => (session.Id, place)).ToDictionary();
            (At, _taken) = (now, (sort, filter));
        }
        // Who came since is behind them all.
        return sessions.OrderBy(s => _places.GetValueOrDefault(s.Id, int.MaxValue)).ThenBy(s => s.Id);
    }

    // The id breaks ties.
    private static IEnumerable<OnlineSession> InOrder(IReadOnlyList<OnlineSession> sessions, string? sort) => sort switch
    {
        "name" => sessions.OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase),
        "-name" => sessions.OrderByDescending(s => s.Name, StringComparer.OrdinalIgnoreCase),
        "since" => sessions.OrderBy(s => s.Id),
        "idle" => sessions.OrderByDescending(s => s.Link.LastMessageAt).ThenBy(s => s.Id),
        "-idle" => sessions.OrderBy(s => s.Link.LastMessageAt).ThenBy(s => s.Id),
        "requests" => sessions.OrderBy(s => s.Requests).ThenBy(s => s.Id),
        "-requests" => sessions.OrderByDescending(s => s.Requests).ThenBy(s => s.Id),
        "bytes" => sessions.OrderBy(s => s.Bytes).ThenBy(s => s.Id),
        "-bytes" => sessions.OrderByDescending(s => s.Bytes).ThenBy(s => s.Id),
        _ => sessions,
    };
}
