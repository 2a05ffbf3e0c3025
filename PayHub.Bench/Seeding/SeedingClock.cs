namespace PayHub.Bench.Seeding;

/// <summary>
/// The hub's clock while its past is made: it stands until the seeder moves it, so that ninety days pass in minutes. People pay
/// most at noon and in the evening, and hardly at night.
/// </summary>
internal sealed class SeedingClock(DateTimeOffset start, DateTimeOffset end, double transfersPerSecond) : TimeProvider
{
    // By the hour, with a mean of 1.
    private static readonly double[] Busyness =
        [0.3, 0.2, 0.1, 0.1, 0.1, 0.2, 0.5, 1.0, 1.2, 1.0, 1.1, 1.7, 2.4, 1.6, 1.1, 1.0, 1.2, 1.6, 2.1, 1.8, 1.4, 1.1, 0.8, 0.4];

    private long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>Lets the time pass in which so many transfers come.</summary>
    public void Pass(int transfers)
    {
        var now = GetUtcNow();
        var later = now.AddSeconds(transfers / (transfersPerSecond * Busyness[now.Hour]));
        Volatile.Write(ref _ticks, Math.Min(later.UtcTicks, end.UtcTicks));
    }
}
