using System.Diagnostics;

namespace PayHub.Bench.Payments;

/// <summary>Sends payments when they are due, at most about a millisecond late; what is due from one pair at once goes in one write.</summary>
internal static class Pacer
{
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(1);

    /// <summary>Sends a number of payments at a rate a second, by turns from each pair.</summary>
    public static async Task SendAsync(IReadOnlyList<PayingPair> pairs, int rate, long count, CancellationToken cancellationToken)
    {
        var dirty = new HashSet<PayingPair>();
        var start = Stopwatch.GetTimestamp();
        for (long next = 0; next < count;)
        {
            var due = DueBy(Stopwatch.GetTimestamp() - start, rate, count);
            // A pair whose window is full is waited for, and with it all behind it: they are late, and their latency says so.
            for (; next < due && pairs[(int)(next % pairs.Count)] is { Room: > 0 } pair; next++)
            {
                pair.Add(1, start + DueAt(next, rate));
                dirty.Add(pair);
            }
            foreach (var pair in dirty)
                await pair.SendAsync(cancellationToken);
            dirty.Clear();
            if (next < count)
                await Task.Delay(Nap, cancellationToken);
        }
    }

    /// <summary>How many payments are due within a time, in ticks of <see cref="Stopwatch"/>.</summary>
    internal static long DueBy(long elapsed, int rate, long count) =>
        Math.Min(count, (long)((Int128)elapsed * rate / Stopwatch.Frequency) + 1);

    /// <summary>When a payment is due after the start; the first is at once.</summary>
    internal static long DueAt(long number, int rate) => (long)((Int128)number * Stopwatch.Frequency / rate);
}
