using System.Diagnostics;

namespace PayHub.Bench.Payments;

/// <summary>Many pairs that pay at once: each waits for its answers before it pays again.</summary>
internal sealed class PaymentsRun(HostUnderTest host, PaymentMode mode, int pairs, int window, TimeSpan duration)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <summary>Payments executed before the measured time.</summary>
    public long WarmedUp { get; private set; }

    private int PaymentsAPair => (int)(mode.MostASecond() * (duration + WarmUp).TotalSeconds / pairs) + 100;

    public async Task<PaymentFigures> RunAsync(CancellationToken cancellationToken)
    {
        var all = new List<PayingPair>();
        try
        {
            for (var i = 0; i < pairs; i++)
                all.Add(await PayingPair.ConnectAsync(host, mode, i, window, PaymentsAPair));
            await PayAsync(all, WarmUp, cancellationToken);
            WarmedUp = all.Sum(pair => pair.Latencies.Count);
            foreach (var pair in all)
                pair.Latencies.Clear();
            return await MeasureAsync(all, cancellationToken);
        }
        finally
        {
            foreach (var pair in all)
                await pair.DisposeAsync();
        }
    }

    private async Task<PaymentFigures> MeasureAsync(List<PayingPair> all, CancellationToken cancellationToken)
    {
        var cpu = host.CpuTime;
        var watch = Stopwatch.StartNew();
        await PayAsync(all, duration, cancellationToken);
        var seconds = watch.Elapsed.TotalSeconds;
        var latencies = all.SelectMany(pair => pair.Latencies).Order().ToArray();
        return new PaymentFigures(
            pairs,
            window,
            seconds,
            latencies.Length,
            Percentile(latencies, 0.5),
            Percentile(latencies, 0.99),
            Percentile(latencies, 0.999),
            (host.CpuTime - cpu).TotalMicroseconds / latencies.Length,
            host.WorkingSet / 1e6);
    }

    private static Task PayAsync(List<PayingPair> all, TimeSpan time, CancellationToken cancellationToken)
    {
        var until = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        return Task.WhenAll(all.Select(pair => Task.Run(() => pair.PayUntilAsync(until, cancellationToken), cancellationToken)));
    }

    private static double Percentile(long[] sorted, double part) =>
        sorted.Length == 0 ? 0 : Stopwatch.GetElapsedTime(0, sorted[(int)((sorted.Length - 1) * part)]).TotalMilliseconds;
}
