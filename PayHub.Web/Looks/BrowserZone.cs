namespace PayHub.Web.Looks;

/// <summary>The time zone of whoever looks. <c>looks.js</c> puts its name into a cookie; without one it is UTC, and says so.</summary>
/// <param name="Zone">The zone.</param>
public sealed record BrowserZone(TimeZoneInfo Zone)
{
    /// <summary>The cookie with the zone's IANA name.</summary>
    public const string Cookie = "payhub-zone";

    /// <summary>Finds a zone by the name a browser gave; UTC where this machine does not know it.</summary>
    public static BrowserZone Of(string? name) =>
        new(name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(Uri.UnescapeDataString(name), out var zone) ? zone : TimeZoneInfo.Utc);

    /// <summary>The moment on the operator's clock.</summary>
    public DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone);

    /// <summary>The moment, in UTC, of a time on the operator's clock; of one that the clock shows twice, the second.</summary>
    public DateTimeOffset Moment(DateTime local) => new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
}
