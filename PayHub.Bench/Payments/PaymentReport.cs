using System.Globalization;
using PayHub.Bench.Reports;

namespace PayHub.Bench.Payments;

/// <summary>The figures of payments, with the limits of the machine beside them.</summary>
internal static class PaymentReport
{
    /// <summary>One run, and what the machine allows.</summary>
    public static Report Of(PaymentSettings settings, PaymentFigures figures, PaymentLimits limits)
    {
        var report = new Report("payments", "value", "limit", "ratio");
        var (load, bare) = (figures.Load, limits.Bare);
        report.Add("payments/s, durable", "N0", Against(load.PerSecond, limits.Crypto ?? bare.PerSecond));
        AddLatencies(report, load);
        if (settings is { Pairs: 1, Window: 1 })
            report.Add("  p50 against the bare loop's commit of one", "N2", Against(load.P50, bare.SingleP50Milliseconds));
        if (figures.Half is { } half)
            AddHalf(report, half);
        AddUse(report, figures);
        report.Add("writer's time a payment, µs", "N2", Against(figures.Use.WriterSeconds * 1e6 / load.Payments, bare.Microseconds));
        report.Add("database bytes a payment", "N0", figures.DatabaseBytes);
        report.Add("bare loop, payments/s", "N0", bare.PerSecond);
        if (limits.Crypto is { } crypto)
            report.Add(settings.Mode.IsSealed() ? "RSA-2048 unseals/s, all cores" : "P-256 verifications/s, all cores", "N0", crypto);
        if (limits.Pgbench is { } pgbench)
        {
            report.Add("pgbench tpcb-like, transactions/s", "N0", pgbench.PerSecond);
            report.Add("pgbench mean latency, ms", "N2", pgbench.Milliseconds);
        }
        Describe(report, settings, figures);
        return report;
    }

    /// <summary>The same run on an empty directory and on a filled one.</summary>
    public static Report OfGrowth(PaymentSettings settings, PaymentFigures fresh, PaymentFigures stored)
    {
        var report = new Report("payments --data", "empty", "stored", "ratio");
        report.Add("payments/s, durable", "N0", Grown(f => f.Load.PerSecond));
        report.Add("latency p50, ms", "N2", Grown(f => f.Load.P50));
        report.Add("latency p90, ms", "N2", Grown(f => f.Load.P90));
        report.Add("latency p99, ms", "N2", Grown(f => f.Load.P99));
        report.Add("host CPU a payment, µs", "N1", Grown(f => f.Use.Cpu?.TotalMicroseconds / f.Load.Payments));
        report.Add("writer's time a payment, µs", "N2", Grown(f => f.Use.WriterSeconds * 1e6 / f.Load.Payments));
        Describe(report, settings, fresh);
        if (stored.Verified is { } verified)
            report.Note($"verify of the copy: {verified.Said}");
        return report;

        double?[] Grown(Func<PaymentFigures, double?> value) => [value(fresh), value(stored), value(stored) / value(fresh)];
    }

    /// <summary>One run against a hub that was there before.</summary>
    public static Report OfRunning(PaymentSettings settings, PaymentFigures figures)
    {
        var report = new Report("payments --host", "value");
        report.Add("payments/s, durable", "N0", figures.Load.PerSecond);
        AddLatencies(report, figures.Load);
        if (figures.Half is { } half)
            AddHalf(report, half);
        if (figures.Use.Commands is not null)
            AddUse(report, figures);
        else
            report.Note("What the hub used is not known: --host-dashboard names where its /metrics are, which it shows to its own machine alone.");
        Describe(report, settings, figures);
        report.Note("The hub goes on, and was not verified.");
        return report;
    }

    private static void AddLatencies(Report report, LoadFigures load)
    {
        report.Add("latency p50, ms", "N2", load.P50);
        report.Add("latency p90, ms", "N2", load.P90);
        report.Add("latency p99, ms", "N2", load.P99);
        report.Add("latency p99.9, ms", "N2", load.P999);
    }

    private static void AddHalf(Report report, LoadFigures half)
    {
        report.Add("at half of that: payments/s", "N0", half.PerSecond);
        report.Add("at half of that: latency p50, ms", "N2", half.P50);
        report.Add("at half of that: latency p99, ms", "N2", half.P99);
    }

    private static void AddUse(Report report, PaymentFigures figures)
    {
        var (use, payments) = (figures.Use, figures.Load.Payments);
        report.Add("host CPU a payment, µs", "N1", use.Cpu?.TotalMicroseconds / payments);
        report.Add("host working set, MB", "N0", use.Megabytes);
        report.Add("bytes allocated a payment", "N0", use.Allocated / payments);
        report.Add("Gen2 collections", "N0", use.Gen2Collections);
        report.Add("commits (fsyncs)/s", "N0", use.Commits / figures.Load.Seconds);
        report.Add("payments a batch, mean", "N1", figures.MeanBatch);
        report.Add("payments a batch, p50 at most", "N0", use.BatchPercentile(0.5));
        report.Add("payments a batch, p99 at most", "N0", use.BatchPercentile(0.99));
        report.Add("commit, ms", "N3", use.CommitSeconds * 1e3 / use.Commits);
    }

    private static void Describe(Report report, PaymentSettings settings, PaymentFigures figures)
    {
        var since = settings.Rate is not null ? "due" : settings.Half ? "sent, and at half of the rate from when it was due" : "sent";
        var how = settings.Rate is { } rate ? $"{rate} a second" : $"window {settings.Window}";
        report.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{settings.Mode}, pairs: {settings.Pairs}, {how}, {figures.Load.Seconds:N1} s measured; latency counts from when a payment was {since}."));
        if (figures.Verified is { } verified)
            report.Note($"verify: {verified.Said}");
    }

    private static double?[] Against(double? value, double? limit) => [value, limit, value / limit];
}
