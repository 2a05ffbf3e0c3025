using PayHub.Bench.Reports;

namespace PayHub.Bench.Dashboards;

/// <summary>What payments took at a fixed rate.</summary>
/// <param name="PaymentsPerSecond">How many were answered a second.</param>
/// <param name="HostCpuMicroseconds">CPU time of the host's process alone, a payment.</param>
/// <param name="P50Milliseconds">Half of them were answered within this after they were due.</param>
/// <param name="P99Milliseconds">99 % of them.</param>
internal sealed record SteadyFigures(double PaymentsPerSecond, double HostCpuMicroseconds, double P50Milliseconds, double P99Milliseconds);

/// <summary>What open dashboards cost, and how soon they show a payment.</summary>
/// <param name="Dashboards">How many were open, and as what.</param>
/// <param name="Place">Where payments are seen: on the screen, or when a circuit is sent them.</param>
/// <param name="Rate">Payments a second that were due.</param>
/// <param name="Without">Before any was open.</param>
/// <param name="With">While all were.</param>
/// <param name="SeenP50Milliseconds">Half of the payments were seen in a ledger page within this after the payer's answer.</param>
/// <param name="SeenP95Milliseconds">95 % of them.</param>
internal sealed record DashboardFigures(
    string Dashboards, string Place, int Rate, SteadyFigures Without, SteadyFigures With, double SeenP50Milliseconds, double SeenP95Milliseconds)
{
    /// <summary>How many times the host's CPU time a payment grew.</summary>
    public double CpuRatio => With.HostCpuMicroseconds / Without.HostCpuMicroseconds;

    public Report ToReport()
    {
        var report = new Report("dashboard", "without", "with");
        report.Add("payments/s", "N0", Without.PaymentsPerSecond, With.PaymentsPerSecond);
        report.Add("host CPU a payment, µs", "N0", Without.HostCpuMicroseconds, With.HostCpuMicroseconds);
        report.Add("  times that without", "N2", null, CpuRatio);
        report.Add("latency p50, ms", "N2", Without.P50Milliseconds, With.P50Milliseconds);
        report.Add("latency p99, ms", "N2", Without.P99Milliseconds, With.P99Milliseconds);
        report.Add($"answer to {Place} p50, ms", "N0", null, SeenP50Milliseconds);
        report.Add($"answer to {Place} p95, ms", "N0", null, SeenP95Milliseconds);
        report.Note($"{Rate} payments a second were due. Dashboards: {Dashboards}.");
        report.Note("The bars, where browsers do not share the hub's cores: 1.50 times the CPU, 20 ms at p99, 500 ms to the screen at p95.");
        return report;
    }
}
