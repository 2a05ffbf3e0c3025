using System.Diagnostics;

namespace PayHub.Bench.Payments;

/// <summary>
/// Sends payments when they are due, at most about a millisecond late: pair after pair, and each as many in one turn as its window
/// holds, as it does without a rate.
/// </summary>
internal static class Pacer
{
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(1);

    /// <summary>Sends a number of payments at a rate a second. Blocks its thread, which no other work makes late.</summary>
    public static void Send(IReadOnlyList<PayingPair> pairs, int turn, int rate, long count, CancellationToken cancellationToken)
    {
        var dirty = new HashSet<PayingPair>();
        var start = Stopwatch.GetTimestamp();
        for (long next = 0; next < count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var due = DueBy(Stopwatch.GetTimestamp() - start, rate, count);
            // A pair whose window is full is waited for, and with it all behind it: they are late, and their latency says so.
            for (; next < due && pairs[(int)(next / turn % pairs.Count)] is { Room: > 0 } pair; next++)
            {
                pair.Add(1, start + DueAt(next, rate));
                dirty.Add(pair);
            }
            foreach (var pair in dirty)
                pair.Send();
            dirty.Clear();
            if (next < count)
                Thread.Sleep(Nap);
        }
    }

    /// <summary>How many of a number of payments a pair sends, by its place among the pairs.</summary>
    internal static long ShareOf(int pair, int pairs, int turn, long count)
    {
        var round = (long)pairs * turn;
        return (count / round * turn) + Math.Clamp((count % round) - ((long)pair * turn), 0, turn);
    }

    /// <summary>How many payments are due within a time, in ticks of <see cref="Stopwatch"/>.</summary>
    internal static long DueBy(long elapsed, int rate, long count) =>
        Math.Min(count, (long)((Int128)elapsed * rate / Stopwatch.Frequency) + 1);

    /// <summary>When a payment is due after the start; the first is at once.</summary>
    internal static long DueAt(long number, int rate) => (long)((Int128)number * Stopwatch.Frequency / rate);
}
