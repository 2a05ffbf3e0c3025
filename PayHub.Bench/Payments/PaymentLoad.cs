using System.Diagnostics;
using HdrHistogram;

namespace PayHub.Bench.Payments;

/// <summary>Pairs that pay at once: as fast as answers come, or at a fixed rate.</summary>
internal static class PaymentLoad
{
    private static readonly long Longest = 60 * Stopwatch.Frequency;

    /// <summary>Each pair keeps its window full: it sends again as answers come (closed loop).</summary>
    public static async Task<LoadFigures> PayAsync(IReadOnlyList<PayingPair> pairs, int window, TimeSpan time, CancellationToken cancellationToken)
    {
        var latencies = NewHistogram();
        var watch = Stopwatch.StartNew();
        var until = Stopwatch.GetTimestamp() + Ticks(time);
        await Task.WhenAll(pairs.Select(pair => Task.Run(() => PayUntilAsync(pair, window, until, latencies, cancellationToken), cancellationToken)));
        return LoadFigures.Of(latencies, watch.Elapsed);
    }

    /// <summary>
    /// A payment is due at each interval, from one pair after the other, a window's worth each, whether the hub keeps up or not, and
    /// its latency counts from then (open loop): a hub that stalls is charged for all that were due meanwhile.
    /// </summary>
    public static async Task<LoadFigures> PayAtAsync(IReadOnlyList<PayingPair> pairs, int window, int rate, TimeSpan time, CancellationToken cancellationToken)
    {
        var latencies = NewHistogram();
        var count = Math.Max(1, (long)(time.TotalSeconds * rate));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = Stopwatch.StartNew();
        var answers = pairs.Select((pair, i) => ReadAsync(pair, pair.Answered + Pacer.ShareOf(i, pairs.Count, window, count), latencies, stop.Token)).ToList();
        var sending = Task.Factory.StartNew(
            () => Pacer.Send(pairs, window, rate, count, stop.Token), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            // Whoever fails first says why; the others then wait for nothing.
            await foreach (var ended in Task.WhenEach([sending, .. answers]).WithCancellation(cancellationToken))
                await ended;
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll([sending, .. answers]).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
        return LoadFigures.Of(latencies, watch.Elapsed);
    }

    private static async Task PayUntilAsync(PayingPair pair, int window, long until, HistogramBase latencies, CancellationToken cancellationToken)
    {
        var begun = pair.Answered;
        var sent = 0L;
        while (true)
        {
            var now = Stopwatch.GetTimestamp();
            var room = window - (int)(sent - (pair.Answered - begun));
            if (now < until && room > 0)
            {
                pair.Add(room, now);
                await pair.SendAsync(cancellationToken);
                sent += room;
            }
            else if (room == window)
            {
                return;
            }
            await pair.ReadAnswersAsync(latencies, cancellationToken);
        }
    }

    private static async Task ReadAsync(PayingPair pair, long until, HistogramBase latencies, CancellationToken cancellationToken)
    {
        while (pair.Answered < until)
            await pair.ReadAnswersAsync(latencies, cancellationToken);
    }

    private static LongConcurrentHistogram NewHistogram() => new(1, Longest, 3);

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
