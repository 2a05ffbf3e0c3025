namespace PayHub.Tests.Support;

/// <summary>The system's clock, but a test can skip ahead. Timers run in real time.</summary>
internal sealed class SkippingClock : TimeProvider
{
    private long _skippedTicks;

    public void Skip(TimeSpan time) => Interlocked.Add(ref _skippedTicks, time.Ticks);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + Skipped;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Skipped);

    private long Skipped => Interlocked.Read(ref _skippedTicks);
}
