namespace PayHub.Web.Components.AccountParts;

/// <summary>How much time a chart shows.</summary>
/// <param name="Key">What the address calls it.</param>
/// <param name="Word">What people call it.</param>
/// <param name="Length">How long; null for all there is.</param>
public sealed record ChartRange(string Key, string Word, TimeSpan? Length)
{
    /// <summary>The choices.</summary>
    public static readonly IReadOnlyList<ChartRange> All =
    [
        new("1h", "1 h", TimeSpan.FromHours(1)),
        new("24h", "24 h", TimeSpan.FromHours(24)),
        new("7d", "7 days", TimeSpan.FromDays(7)),
        new("30d", "30 days", TimeSpan.FromDays(30)),
        new("all", "All", null),
    ];

    /// <summary>A day.</summary>
    public static ChartRange Usual => All[1];

    /// <summary>The choice of that key; the usual one where there is none.</summary>
    public static ChartRange Of(string? key) => All.FirstOrDefault(r => r.Key == key) ?? Usual;

    /// <summary>Where it begins, on a full minute.</summary>
    public DateTimeOffset From(DateTimeOffset opened, DateTimeOffset now)
    {
        var from = Length is { } length ? now - length : opened;
        return new DateTimeOffset(from.UtcTicks - from.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
    }
}
