namespace PayHub.Data;

/// <summary>How times are stored: Int64 microseconds since 1970 UTC, because SQLite can't order a DateTimeOffset.</summary>
public static class UnixMicroseconds
{
    /// <summary>The stored form of a moment, cut to whole microseconds.</summary>
    public static long From(DateTimeOffset moment) => (moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The moment, in UTC, of a stored time.</summary>
    public static DateTimeOffset ToMoment(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>Now, in the stored form.</summary>
    public static long Now(this TimeProvider clock) => From(clock.GetUtcNow());
}
