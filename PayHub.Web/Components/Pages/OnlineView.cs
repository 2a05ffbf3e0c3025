using System.Globalization;
using PayHub.Data.Live;

namespace PayHub.Web.Components.Pages;

/// <summary>Which sessions to show. What is null does not filter.</summary>
/// <param name="Find">What name or address must hold.</param>
/// <param name="Tls">Whether the connection is encrypted.</param>
/// <param name="Keyed">Whether it logged in with a key.</param>
internal sealed record OnlineFilter(string? Find = null, bool? Tls = null, bool? Keyed = null)
{
    public bool Holds(OnlineSession session) =>
        (Tls is null || session.Link.IsTls == Tls) && (Keyed is null || session.IsKeyed == Keyed)
        && (string.IsNullOrWhiteSpace(Find) || Matches(session, Find.Trim()));

    private static bool Matches(OnlineSession session, string find) =>
        session.Name.Contains(find, StringComparison.OrdinalIgnoreCase)
        || string.Create(CultureInfo.InvariantCulture, $"{session.Link.Ip}:{session.Port}").Contains(find, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A page of who is online.</summary>
/// <param name="Sessions">Those on the page.</param>
/// <param name="Online">How many are online.</param>
/// <param name="Matching">How many of them match.</param>
/// <param name="Number">The page, from 1.</param>
/// <param name="At">When it was read, UTC.</param>
internal sealed record OnlineView(IReadOnlyList<OnlineSession> Sessions, int Online, int Matching, int Number, DateTimeOffset At)
{
    private const int Size = 50;

    public bool HasMore => Number * Size < Matching;

    /// <summary>Reads a page.</summary>
    /// <param name="all">Who is online, the newest first.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="sort">By what; a minus before it turns the order.</param>
    /// <param name="order">The page's own, from one time to the next.</param>
    /// <param name="number">The page, from 1.</param>
    /// <param name="now">The time, UTC.</param>
    public static OnlineView Of(IReadOnlyList<OnlineSession> all, OnlineFilter filter, string? sort, KeptOrder order, int number, DateTimeOffset now)
    {
        var matching = filter == new OnlineFilter() ? all : [.. all.Where(filter.Holds)];
        var last = Math.Max(1, (matching.Count + Size - 1) / Size);
        number = Math.Clamp(number, 1, last);
        return new OnlineView([.. order.Of(matching, filter, sort, now).Skip((number - 1) * Size).Take(Size)], all.Count, matching.Count, number, now);
    }
}
