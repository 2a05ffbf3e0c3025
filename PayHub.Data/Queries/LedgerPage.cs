using PayHub.Data.Model;

namespace PayHub.Data.Queries;

/// <summary>Which transfers to show. What is null does not filter.</summary>
/// <param name="Account">Either side's account name, in any case.</param>
/// <param name="Kind">Why money moved.</param>
/// <param name="MinAmount">The least amount, minor units.</param>
/// <param name="MaxAmount">The greatest amount, minor units.</param>
/// <param name="Id">That one transfer.</param>
public sealed record LedgerFilter(
    string? Account = null, TransferKind? Kind = null, long? MinAmount = null, long? MaxAmount = null, long? Id = null)
{
    /// <summary>Every transfer.</summary>
    public static readonly LedgerFilter None = new();

    internal bool HasAmount => MinAmount is not null || MaxAmount is not null;
}

/// <summary>A transfer as screens show it.</summary>
/// <param name="Id">The transfer.</param>
/// <param name="At">The time of its block, UTC.</param>
/// <param name="Kind">Why money moved.</param>
/// <param name="Debit">The name of the account that paid.</param>
/// <param name="Credit">The name of the account that was paid.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="DebitAfter">The paying account's balance right after, minor units.</param>
/// <param name="CreditAfter">The paid account's balance right after, minor units.</param>
public sealed record LedgerRow(
    long Id, DateTimeOffset At, TransferKind Kind, string Debit, string Credit, long Amount, long DebitAfter, long CreditAfter);

/// <summary>Where a page of transfers begins.</summary>
/// <param name="Id">The transfer next to the page, itself not on it.</param>
/// <param name="Newer">Whether the page is on the newer side of it.</param>
public readonly record struct LedgerCursor(long Id, bool Newer)
{
    /// <summary>The page with the newest transfers.</summary>
    public static readonly LedgerCursor Top = new(long.MaxValue, false);
}

/// <summary>A page of transfers, the newest first.</summary>
public sealed record LedgerPage
{
    /// <summary>The transfers.</summary>
    public required IReadOnlyList<LedgerRow> Rows { get; init; }

    /// <summary>The newest transfer of the whole ledger when the page was read; 0 for none.</summary>
    public long Head { get; init; }

    /// <summary>Where the page of older transfers begins; null where there is none.</summary>
    public LedgerCursor? Older { get; init; }

    /// <summary>Where the page of newer transfers begins; null on the newest page.</summary>
    public LedgerCursor? Newer { get; init; }

    /// <summary>How far the search got before it gave up filling the page; null where nothing was left out.</summary>
    public SearchEnd? StoppedAt { get; init; }

    /// <summary>Whether the filter names an account that there is not.</summary>
    public bool UnknownAccount { get; init; }
}

/// <summary>Where a bounded search stopped.</summary>
/// <param name="Next">Where it would go on.</param>
/// <param name="At">The time of the last transfer that it looked at, UTC.</param>
public sealed record SearchEnd(LedgerCursor Next, DateTimeOffset At);
