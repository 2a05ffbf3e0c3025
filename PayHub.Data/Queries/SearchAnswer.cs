using PayHub.Data.Ledger;

namespace PayHub.Data.Queries;

/// <summary>What kind of thing was found.</summary>
public enum SearchKind
{
    /// <summary>An account, by its name.</summary>
    Account,

    /// <summary>A transfer, by its number.</summary>
    Transfer,

    /// <summary>A payment, by the id that its payer gave it.</summary>
    Payment,

    /// <summary>An account, by the fingerprint of a key of its own.</summary>
    Key,
}

/// <summary>Something that was found. It holds names and numbers alone: words and links are the page's.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Title">What it is called: an account's name, <c>#123</c>, a payment id, a fingerprint.</param>
/// <param name="Detail">What tells it from others: <c>alice → bob</c>, the account whose key it is; empty for an account.</param>
public sealed record SearchHit(SearchKind Kind, string Title, string Detail)
{
    /// <summary>The account to open; of a payment the payer's. Null for a transfer.</summary>
    public string? Account { get; init; }

    /// <summary>The transfer to open; null where none was made.</summary>
    public long? TransferId { get; init; }

    /// <summary>Of a payment that was not executed: why. Null for everything else.</summary>
    public TransferOutcome? Refused { get; init; }
}

/// <summary>What a search found.</summary>
/// <param name="Hits">The best first.</param>
/// <param name="Partial">Whether there was not time enough to look everywhere: what is not here may still be there.</param>
public sealed record SearchAnswer(IReadOnlyList<SearchHit> Hits, bool Partial)
{
    /// <summary>Nothing was asked for.</summary>
    public static readonly SearchAnswer Nothing = new([], false);
}
