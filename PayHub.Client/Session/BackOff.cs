namespace PayHub.Client.Session;

/// <summary>
/// How long to wait before the next try to reach the hub: twice as long each time, up to a limit, and never the same for two wallets, so
/// that a hub that comes back is not overrun. Only a connection that lasted makes the waits short again.
/// </summary>
/// <param name="first">The first wait.</param>
/// <param name="longest">The longest.</param>
internal sealed class BackOff(TimeSpan first, TimeSpan longest)
{
    private int _tries;

    /// <summary>The next wait: between half and all of what the number of tries calls for.</summary>
    public TimeSpan Next()
    {
        var full = Math.Min(longest.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(_tries++, 30)));
        return TimeSpan.FromSeconds(full * (0.5 + (Random.Shared.NextDouble() / 2)));
    }

    /// <summary>From now on wait at least as long as after so many tries.</summary>
    public void Slow(int tries) => _tries = Math.Max(_tries, tries);

    /// <summary>The connection lasted.</summary>
    public void Reset() => _tries = 0;
}
