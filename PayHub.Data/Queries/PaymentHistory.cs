namespace PayHub.Data.Queries;

/// <summary>How far back a <see cref="PaymentHistory"/> is shown.</summary>
public enum HistoryRange
{
    /// <summary>An hour, by minutes.</summary>
    Hour,

    /// <summary>A day, by quarters of an hour.</summary>
    Day,

    /// <summary>Seven days, by hours.</summary>
    Week,
}

/// <summary>What was paid in a stretch of time.</summary>
/// <param name="At">When it begins, UTC.</param>
/// <param name="Payments">How many payments.</param>
/// <param name="Volume">What they moved, minor units.</param>
public readonly record struct PaymentBucket(DateTimeOffset At, long Payments, Int128 Volume);

/// <summary>Payments over time, as of one moment. Immutable: all pages show the same one.</summary>
public sealed class PaymentHistory
{
    private readonly PaymentBucket[][] _buckets;

    internal PaymentHistory(DateTimeOffset at, DateTimeOffset filledFrom, Func<HistoryRange, PaymentBucket[]> buckets)
    {
        (At, FilledFrom) = (at, filledFrom);
        _buckets = [.. Enum.GetValues<HistoryRange>().Select(buckets)];
    }

    /// <summary>When it was made, UTC.</summary>
    public DateTimeOffset At { get; }

    /// <summary>Since when everything is counted, UTC: it moves back while a long ledger is read for the first time.</summary>
    public DateTimeOffset FilledFrom { get; }

    /// <summary>Whether a range is counted from its beginning.</summary>
    public bool Holds(HistoryRange range) => FilledFrom <= Of(range)[0].At;

    /// <summary>A range's buckets, the oldest first, without gaps; the last one is not over.</summary>
    public IReadOnlyList<PaymentBucket> Of(HistoryRange range) => _buckets[(int)range];

    /// <summary>How long a bucket of a range lasts.</summary>
    public static TimeSpan Width(HistoryRange range) => TimeSpan.FromMinutes(range switch { HistoryRange.Hour => 1, HistoryRange.Day => 15, _ => 60 });

    internal static int Count(HistoryRange range) => range switch { HistoryRange.Hour => 60, HistoryRange.Day => 96, _ => 168 };
}
