namespace PayHub.Tests.Web;

/// <summary>A clock that goes on by a step whenever somebody looks: searches that are bounded by time end where a test says.</summary>
internal sealed class HurryingClock(TimeSpan step) : TimeProvider
{
    private long _looks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Increment(ref _looks) * step.Ticks;
}
