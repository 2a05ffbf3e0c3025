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

    public Report ToReport()
    {
        var report = new Report("dashboard", "without", "with");
        report.Add("payments/s", "N0", Without.PaymentsPerSecond, With.PaymentsPerSecond);
        report.Add("host CPU a payment, µs", "N0", Without.HostCpuMicroseconds, With.HostCpuMicroseconds);
        report.Add("  times that without", "N2", null, CpuRatio);
        report.Add("latency p50, ms", "N2", Without.P50Milliseconds, With.P50Milliseconds);
        report.Add("latency p99, ms", "N2", Without.P99Milliseconds, With.P99Milliseconds);
        report.Add("answer to screen p50, ms", "N0", null, ScreenP50Milliseconds);
        report.Add("answer to screen p95, ms", "N0", null, ScreenP95Milliseconds);
        report.Note($"{Rate} payments a second were due. Dashboards: {Dashboards}.");
        report.Note("The bars: 1.50 times the CPU, 20 ms at p99, 500 ms to the screen at p95.");
        return report;
    }
}
