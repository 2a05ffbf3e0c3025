using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PayHub.Data.Ledger;

/// <summary>What the ledger measures of itself, once a batch: the meter <c>PayHub.Ledger</c>.</summary>
public sealed class LedgerMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "PayHub.Ledger";

    private static readonly InstrumentAdvice<int> Sizes = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096] };

    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5],
    };

    private readonly Counter<long> _transfers;
    private readonly Counter<long> _refusals;
    private readonly Histogram<int> _size;
    private readonly Histogram<double> _batch;
    private readonly Histogram<double> _commit;
    private readonly Counter<long> _checkpoints;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">Whose meter it is: one a process, or one a test.</param>
    /// <param name="ledger">The ledger whose queue is looked at.</param>
    public LedgerMetrics(IMeterFactory meters, Ledger ledger)
    {
        var meter = meters.Create(MeterName);
        _transfers = meter.CreateCounter<long>("payhub.ledger.transfers", "{transfer}", "Transfers that were committed.");
        _refusals = meter.CreateCounter<long>("payhub.ledger.refusals", "{refusal}", "Payments that the ledger refused, and wrote down.");
        _size = meter.CreateHistogram("payhub.ledger.batch.size", "{command}", "Commands in a batch.", null, Sizes);
        _batch = meter.CreateHistogram("payhub.ledger.batch.duration", "s", "A batch, from its first rule to the end of its commit.", null, Durations);
        _commit = meter.CreateHistogram("payhub.ledger.commit.duration", "s", "The COMMIT of a batch, which syncs the disk.", null, Durations);
        _checkpoints = meter.CreateCounter<long>("payhub.ledger.checkpoints", "{checkpoint}", "Times that the write-ahead log was moved into the database file.");
        meter.CreateObservableGauge("payhub.ledger.queue.length", () => ledger.Queue.Count, "{command}", "Commands that wait for the writer.");
    }

    /// <summary>A batch is committed, and everybody told.</summary>
    /// <param name="commands">How many commands it held.</param>
    /// <param name="before">Where the ledger stood before it.</param>
    /// <param name="after">Where it stands now.</param>
    /// <param name="times">When its first rule was applied, its COMMIT issued, and over, by <see cref="Stopwatch"/>.</param>
    internal void Batch(int commands, LedgerPosition before, LedgerPosition after, (long Started, long CommitIssued, long Committed) times)
    {
        _transfers.Add(after.LastTransfer - before.LastTransfer);
        _refusals.Add(after.LastRefusal - before.LastRefusal);
        _size.Record(commands);
        _batch.Record(Stopwatch.GetElapsedTime(times.Started, times.Committed).TotalSeconds);
        _commit.Record(Stopwatch.GetElapsedTime(times.CommitIssued, times.Committed).TotalSeconds);
    }

    /// <summary>The write-ahead log was moved into the database file.</summary>
    internal void Checkpointed() => _checkpoints.Add(1);
}
