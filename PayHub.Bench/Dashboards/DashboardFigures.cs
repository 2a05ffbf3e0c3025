using System.Globalization;

namespace PayHub.Bench.Dashboards;

/// <summary>What payments took at a fixed rate.</summary>
/// <param name="PaymentsPerSecond">How many were answered a second.</param>
/// <param name="HostCpuMicroseconds">CPU time of the host's process alone, a payment.</param>
/// <param name="P50Milliseconds">Half of them were answered within this after they were due.</param>
/// <param name="P99Milliseconds">99 % of them.</param>
internal sealed record SteadyFigures(double PaymentsPerSecond, double HostCpuMicroseconds, double P50Milliseconds, double P99Milliseconds);

/// <summary>What open dashboards cost, and how soon they show a payment.</summary>
/// <param name="Dashboards">How many were open, and as what.</param>
/// <param name="Rate">Payments a second that were due.</param>
/// <param name="Without">Before any was open.</param>
/// <param name="With">While all were.</param>
/// <param name="ScreenP50Milliseconds">Half of the payments were in a ledger page within this after the payer's answer.</param>
/// <param name="ScreenP95Milliseconds">95 % of them.</param>
internal sealed record DashboardFigures(
    string Dashboards, int Rate, SteadyFigures Without, SteadyFigures With, double ScreenP50Milliseconds, double ScreenP95Milliseconds)
{
    /// <summary>How many times the host's CPU time a payment grew.</summary>
    public double CpuRatio => With.HostCpuMicroseconds / Without.HostCpuMicroseconds;

    public IEnumerable<(string Name, string Without, string With, string Bar)> Rows() =>
    [
        ("payments/s", Text(Without.PaymentsPerSecond, "N0"), Text(With.PaymentsPerSecond, "N0"), $"{Rate} due"),
        ("host CPU a payment, µs", Text(Without.HostCpuMicroseconds, "N0"), Text(With.HostCpuMicroseconds, "N0"), ""),
        ("  times that without", "", Text(CpuRatio, "N2"), "at most 1.50"),
        ("latency p50, ms", Text(Without.P50Milliseconds, "N2"), Text(With.P50Milliseconds, "N2"), ""),
        ("latency p99, ms", Text(Without.P99Milliseconds, "N2"), Text(With.P99Milliseconds, "N2"), "under 20"),
        ("answer to screen p50, ms", "", Text(ScreenP50Milliseconds, "N0"), ""),
        ("answer to screen p95, ms", "", Text(ScreenP95Milliseconds, "N0"), "at most 500"),
    ];

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
