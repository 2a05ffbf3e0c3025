using System.Diagnostics;
using PayHub.Bench.Hosts;

namespace PayHub.Bench.Dashboards;

/// <summary>The same payments twice on the same host: before dashboards are open, and while they are.</summary>
internal sealed class DashboardRun(HostUnderTest host, DashboardPlan plan)
{
    private const int Pairs = 50;

    // Each account begins with a transfer from the hub.
    private const int Openings = 2 * Pairs;

    public async Task<DashboardFigures> RunAsync(CancellationToken cancellationToken)
    {
        await using var load = await SteadyLoad.ConnectAsync(host.Address, Pairs, plan.Rate);
        var executed = Openings + (await load.PayAsync(plan.WarmUp, cancellationToken)).Count;
        var (without, paidBefore) = await MeasureAsync(load, cancellationToken);
        await using var dashboards = await OpenAsync(cancellationToken);
        executed += paidBefore.Count + (await load.PayAsync(plan.WarmUp, cancellationToken)).Count;
        await dashboards.CatchUpAsync(executed, cancellationToken);
        var (with, paid) = await MeasureAsync(load, cancellationToken);
        var all = await dashboards.CatchUpAsync(executed + paid.Count, cancellationToken);
        var delays = all.SelectMany(seen => Delays(paid, executed, seen)).Order().ToArray();
        return new DashboardFigures(
            $"{plan.Dashboards} {dashboards.Kind}, over Ledger, Overview, Online and Accounts by turns",
            dashboards.Place, plan.Rate, without, with, Percentile(delays, 0.5), Percentile(delays, 0.95));
    }

    private Task<OpenDashboards> OpenAsync(CancellationToken cancellationToken) => plan.AsCircuits
        ? Circuits.OpenAsync(host.Address.Dashboard!, plan.Dashboards, cancellationToken)
        : BrowserTabs.OpenAsync(host.Address.Dashboard!, plan.Dashboards);

    private async Task<(SteadyFigures Figures, IReadOnlyList<PaidAt> Paid)> MeasureAsync(SteadyLoad load, CancellationToken cancellationToken)
    {
        var cpu = host.CpuTime;
        var watch = Stopwatch.StartNew();
        var paid = await load.PayAsync(plan.Duration, cancellationToken);
        var seconds = watch.Elapsed.TotalSeconds;
        var used = host.CpuTime - cpu;
        var took = paid.Select(p => p.Took.TotalMilliseconds).Order().ToArray();
        return (new SteadyFigures(paid.Count / seconds, used.TotalMicroseconds / paid.Count, Percentile(took, 0.5), Percentile(took, 0.99)), paid);
    }

    // The classic answer names no number, but answers come in the order of the ledger, up to the order within a batch. A page
    // shows the newest fifty: a payment is on screen as soon as it, or a newer one, is at the top.
    private static IEnumerable<double> Delays(IReadOnlyList<PaidAt> paid, long before, IReadOnlyList<Seen> seen)
    {
        var next = 0;
        for (var i = 0; i < paid.Count; i++)
        {
            while (seen[next].Id < before + 1 + i)
                next++;
            yield return Math.Max(0, seen[next].At - paid[i].At.ToUnixTimeMilliseconds());
        }
    }

    private static double Percentile(double[] sorted, double part) => sorted.Length == 0 ? 0 : sorted[(int)((sorted.Length - 1) * part)];
}

/// <summary>What is to be measured.</summary>
/// <param name="Dashboards">How many are opened.</param>
/// <param name="AsCircuits">As circuits without a browser; else as tabs of Chromium.</param>
/// <param name="Rate">Payments a second.</param>
/// <param name="WarmUp">How long before each: pages are drawn a few times a second, so that it takes long until their code is compiled for good.</param>
/// <param name="Duration">How long, once without and once with dashboards.</param>
internal sealed record DashboardPlan(int Dashboards, bool AsCircuits, int Rate, TimeSpan WarmUp, TimeSpan Duration);
