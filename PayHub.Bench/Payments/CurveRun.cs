using System.Globalization;
using PayHub.Bench.Hosts;
using PayHub.Bench.Reports;

namespace PayHub.Bench.Payments;

/// <summary>How throughput and latency grow with the pairs, on one hub; pairs that were added stay.</summary>
internal sealed class CurveRun(PaymentSettings settings)
{
    private static readonly int[] Steps = [1, 4, 16, 64, 256, 1024, 4096];

    /// <summary>Measures each number of pairs up to that of the settings, the largest last.</summary>
    public async Task<Report> RunAsync(CancellationToken cancellationToken)
    {
        OpenFiles.Require(2 * settings.Pairs);
        await using var host = await HostUnderTest.StartAsync(cancellationToken);
        await using var group = new PairGroup(host.Address, settings, PairNames.Fresh());
        var report = new Report("payments --curve", "payments/s", "p50 ms", "p99 ms", "host CPU a payment, µs", "batch");
        var rates = new List<double>();
        foreach (var pairs in Steps.Where(step => step < settings.Pairs).Append(settings.Pairs))
        {
            await group.GrowAsync(pairs, cancellationToken);
            await group.PayAsync(settings.WarmUp / 2, cancellationToken);
            var meter = new HubMeter(host.Address, host);
            await meter.StartAsync(cancellationToken);
            var load = await group.PayAsync(settings.Duration, cancellationToken);
            var use = await meter.StopAsync(cancellationToken);
            rates.Add(load.PerSecond);
            report.Add(
                string.Create(CultureInfo.InvariantCulture, $"pairs: {pairs}"), "#,0.##",
                Math.Round(load.PerSecond), load.P50, load.P99, use.Cpu?.TotalMicroseconds / load.Payments, load.Payments / use.Commits);
        }
        report.Add("last against the best", "N2", rates[^1] / rates.Max());
        await host.StopAsync();
        var (said, _) = await host.VerifyAsync(cancellationToken);
        report.Note($"{settings.Mode}, window {settings.Window}, {settings.Duration.TotalSeconds} s each; verify: {said}");
        return report;
    }
}
