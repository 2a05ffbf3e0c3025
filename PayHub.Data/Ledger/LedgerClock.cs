namespace PayHub.Data.Ledger;

/// <summary>
/// The hub's time, as ledger and wire tell it: the machine's, but it never goes back. A payment that was refused because its time
/// was over must not be in time again because the machine's clock was set.
/// </summary>
/// <param name="clock">The machine's clock.</param>
public sealed class LedgerClock(TimeProvider clock)
{
    private long _latest;

    /// <summary>Now, UTC; never before any time told before.</summary>
    public DateTimeOffset UtcNow => UnixMicroseconds.ToMoment(Now());

    /// <summary>Now, in microseconds UTC; never before any time told before.</summary>
    public long Now() => Raise(clock.Now());

    /// <summary>From now on, no time before the ledger's last block.</summary>
    /// <returns>By how much that block is ahead of the machine's clock; zero or less where all is well.</returns>
    internal TimeSpan StartAt(long lastBlock)
    {
        Raise(lastBlock);
        return TimeSpan.FromMicroseconds(lastBlock - clock.Now());
    }

    private long Raise(long time)
    {
        var latest = Volatile.Read(ref _latest);
        while (time > latest)
        {
            var seen = Interlocked.CompareExchange(ref _latest, time, latest);
            if (seen == latest)
                return time;
            latest = seen;
        }
        return latest;
    }
}
