using System.Diagnostics;
using HdrHistogram;
using PayHub.Bench.Payments;

namespace PayHub.Bench.Limits;

/// <summary>What the bare loop takes.</summary>
/// <param name="Microseconds">A payment, at the given batch size.</param>
/// <param name="SingleP50Milliseconds">A payment alone in its commit, half of the time at most.</param>
internal sealed record BareLoopFigures(double Microseconds, double SingleP50Milliseconds)
{
    public double PerSecond => 1e6 / Microseconds;
}

/// <summary>Group commit without a hub around it, on a thread of its own.</summary>
internal static class BareLoop
{
    private const int PrimingBatches = 10;
    private const int PrimingBatch = 4096;

    /// <summary>Measures batches of a size, then batches of one for a third of the time.</summary>
    public static async Task<BareLoopFigures> MeasureAsync(PaymentMode mode, int pairs, double batch, TimeSpan time, CancellationToken cancellationToken)
    {
        using var ledger = await BareLedger.CreateAsync(pairs, mode, cancellationToken);
        return await Task.Factory.StartNew(
            () =>
            {
                Prime(ledger);
                Pay(ledger, batch, time / 5, cancellationToken);
                var microseconds = Pay(ledger, batch, time, cancellationToken);
                return new BareLoopFigures(microseconds, PaySingly(ledger, time / 3, cancellationToken));
            },
            cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    // As in a hub that has run for a while, the log has its length: to sync a file that grows takes several times as long.
    private static void Prime(BareLedger ledger)
    {
        for (var i = 0; i < PrimingBatches; i++)
            ledger.Commit(PrimingBatch);
        ledger.CheckpointWhenDue();
    }

    private static double Pay(BareLedger ledger, double batch, TimeSpan time, CancellationToken cancellationToken)
    {
        var (payments, due) = (0L, 0.0);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A mean of 2.5 is batches of two and three by turns.
            due += batch;
            var size = Math.Max(1, (int)(due - payments));
            ledger.Commit(size);
            payments += size;
            watch.Stop();
            ledger.CheckpointWhenDue();
            watch.Start();
        }
        return watch.Elapsed.TotalMicroseconds / payments;
    }

    private static double PaySingly(BareLedger ledger, TimeSpan time, CancellationToken cancellationToken)
    {
        var latencies = new LongHistogram(Stopwatch.Frequency * 60, 3);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < time;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            ledger.Commit(1);
            latencies.RecordValue(Stopwatch.GetTimestamp() - start);
            ledger.CheckpointWhenDue();
        }
        return latencies.GetValueAtPercentile(50) * 1e3 / Stopwatch.Frequency;
    }
}
