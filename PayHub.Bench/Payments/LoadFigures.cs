using System.Diagnostics;
using HdrHistogram;

namespace PayHub.Bench.Payments;

/// <summary>What the payers saw. Latencies are in milliseconds, from when a payment was due to its answer.</summary>
/// <param name="Payments">How many were answered.</param>
/// <param name="Seconds">In how long.</param>
/// <param name="P50">Half of them took at most this.</param>
/// <param name="P90">90 % of them.</param>
/// <param name="P99">99 % of them.</param>
/// <param name="P999">99.9 % of them.</param>
internal sealed record LoadFigures(long Payments, double Seconds, double P50, double P90, double P99, double P999)
{
    public double PerSecond => Payments / Seconds;

    public static LoadFigures Of(HistogramBase latencies, TimeSpan time)
    {
        return new LoadFigures(latencies.TotalCount, time.TotalSeconds, At(50), At(90), At(99), At(99.9));

        double At(double percentile) => latencies.GetValueAtPercentile(percentile) * 1e3 / Stopwatch.Frequency;
    }
}
