namespace PayHub.Tcp.Limits;

/// <summary>Counts what of one connection did not unseal: ten within a minute are too many. Not thread-safe.</summary>
internal sealed class UnsealFailures
{
    private const int Most = 10;

    private DateTimeOffset[]? _last;
    private int _next;

    /// <summary>Counts a failure.</summary>
    /// <returns>Whether it is the tenth within a minute.</returns>
    public bool Add(DateTimeOffset now)
    {
        _last ??= new DateTimeOffset[Most];
        _last[_next] = now;
        _next = (_next + 1) % Most;
        // What stands where the next one goes is the oldest of the last ten.
        return now - _last[_next] < TimeSpan.FromMinutes(1);
    }
}
