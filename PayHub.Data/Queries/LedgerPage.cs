using PayHub.Data.Model;

namespace PayHub.Data.Queries;

/// <summary>Which transfers to show. What is null does not filter.</summary>
/// <param name="Account">Either side's account name, in any case.</param>
/// <param name="Kind">Why money moved.</param>
/// <param name="MinAmount">The least amount, minor units.</param>
/// <param name="MaxAmount">The greatest amount, minor units.</param>
/// <param name="Id">That one transfer.</param>
/// <param name="Counterparty">The other side's account name, in any case; without <paramref name="Account"/>, either side's.</param>
/// <param name="Since">No transfer before that moment.</param>
/// <param name="Until">Only transfers before that moment.</param>
public sealed record LedgerFilter(
    string? Account = null,
    TransferKind? Kind = null,
    long? MinAmount = null,
    long? MaxAmount = null,
    long? Id = null,
    string? Counterparty = null,
    DateTimeOffset? Since = null,
    DateTimeOffset? Until = null)
{
    /// <summary>Every transfer.</summary>
    public static readonly LedgerFilter None = new();
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
    long Id, DateTimeOffset At, TransferKind Kind, string Debit, string Credit, long Amount, long DebitAfter, long CreditAfter)
{
    /// <summary>The payer's words; null for none.</summary>
    public string? Memo { get; init; }
}

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

    /// <summary>How many transfers the filter finds in all; null where only a search of them all could tell.</summary>
    public RowCount? Total { get; init; }

    /// <summary>The name in the filter that no account has; null where all have one.</summary>
    public string? UnknownName { get; init; }

    /// <summary>Whether the filter names an account that there is not.</summary>
    public bool UnknownAccount => UnknownName is not null;
}

/// <summary>Where a bounded search stopped.</summary>
/// <param name="Next">Where it would go on.</param>
/// <param name="At">The time of the last transfer that it looked at, UTC.</param>
/// <param name="LookedAt">How many transfers it looked at.</param>
public sealed record SearchEnd(LedgerCursor Next, DateTimeOffset At, long LookedAt);

/// <summary>How many rows there are, as far as counting is cheap.</summary>
/// <param name="Value">That many.</param>
/// <param name="IsMore">Whether there are more: counting went no further.</param>
public readonly record struct RowCount(long Value, bool IsMore)
{
    /// <summary>How far rows are counted one by one.</summary>
    internal const int Cap = 50_000;

    /// <summary>What is said of a count that ended at one row above <see cref="Cap"/>.</summary>
    internal static RowCount Of(int counted) => new(Math.Min(counted, Cap), counted > Cap);
}
