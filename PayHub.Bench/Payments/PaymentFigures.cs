using System.Globalization;

namespace PayHub.Bench.Payments;

/// <summary>What a run of payments measured.</summary>
/// <param name="Pairs">Pairs of payer and payee.</param>
/// <param name="Window">Payments of a pair under way at once.</param>
/// <param name="Seconds">How long was measured.</param>
/// <param name="Payments">How many were acknowledged in that time.</param>
/// <param name="P50Milliseconds">Half of them were acknowledged within this.</param>
/// <param name="P99Milliseconds">99 % of them.</param>
/// <param name="P999Milliseconds">99.9 % of them.</param>
/// <param name="HostCpuMicroseconds">The host's CPU time a payment.</param>
/// <param name="HostMegabytes">The host's working set at the end.</param>
internal sealed record PaymentFigures(
    int Pairs,
    int Window,
    double Seconds,
    long Payments,
    double P50Milliseconds,
    double P99Milliseconds,
    double P999Milliseconds,
    double HostCpuMicroseconds,
    double HostMegabytes)
{
    /// <summary>The size of the database, after the host's stop, by all payments in it.</summary>
    public double DatabaseBytes { get; init; }

    public double PaymentsPerSecond => Payments / Seconds;

    public IEnumerable<(string Name, string Value)> Rows() =>
    [
        ("pairs x window", $"{Pairs} x {Window}"),
        ("payments/s, durable", Text(PaymentsPerSecond, "N0")),
        ("latency p50, ms", Text(P50Milliseconds, "N2")),
        ("latency p99, ms", Text(P99Milliseconds, "N2")),
        ("latency p99.9, ms", Text(P999Milliseconds, "N2")),
        ("host CPU a payment, µs", Text(HostCpuMicroseconds, "N1")),
        ("host working set, MB", Text(HostMegabytes, "N0")),
        ("database bytes a payment", Text(DatabaseBytes, "N0")),
    ];

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
