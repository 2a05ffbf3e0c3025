using PayHub.Data.Model;

namespace PayHub.Data.Queries;

/// <summary>In which order accounts are listed.</summary>
public enum AccountOrder
{
    /// <summary>The newest first.</summary>
    Newest,

    /// <summary>By name, without regard to case.</summary>
    Name,
}

/// <summary>Which accounts to show. What is null does not filter; the hub's own accounts are never shown.</summary>
/// <param name="Prefix">How the name begins, in any case; such a list is ordered by name.</param>
/// <param name="Status">What the account may do.</param>
/// <param name="KeyKind">How it logs in.</param>
/// <param name="Order">In which order.</param>
public sealed record AccountFilter(
    string? Prefix = null, AccountStatus? Status = null, KeyKind? KeyKind = null, AccountOrder Order = AccountOrder.Newest)
{
    internal bool ByName => Order == AccountOrder.Name || Prefix is not null;
}

/// <summary>An account as screens show it.</summary>
/// <param name="Id">The account.</param>
/// <param name="Name">As registered.</param>
/// <param name="KeyKind">How it logs in.</param>
/// <param name="Status">What it may do.</param>
/// <param name="Balance">Minor units.</param>
/// <param name="CreatedAt">When it was opened, UTC.</param>
/// <param name="LastSeen">When it was last seen, UTC; null for never.</param>
public sealed record AccountRow(
    long Id, string Name, KeyKind KeyKind, AccountStatus Status, long Balance, DateTimeOffset CreatedAt, DateTimeOffset? LastSeen);

/// <summary>Where a page of accounts begins.</summary>
/// <param name="Id">The account next to the page, itself not on it.</param>
/// <param name="Back">Whether the page comes before it in the list's order.</param>
public readonly record struct AccountCursor(long Id, bool Back);

/// <summary>A page of accounts.</summary>
/// <param name="Rows">In the order asked for.</param>
/// <param name="Previous">Where the page before begins; null on the first.</param>
/// <param name="Next">Where the page behind begins; null on the last.</param>
public sealed record AccountPage(IReadOnlyList<AccountRow> Rows, AccountCursor? Previous, AccountCursor? Next)
{
    /// <summary>How far the search got before it gave up filling the page; null where nothing was left out.</summary>
    public AccountSearchEnd? StoppedAt { get; init; }

    /// <summary>How many accounts the filter finds in all; null where only a search of them all could tell.</summary>
    public RowCount? Total { get; init; }
}

/// <summary>Where a bounded search stopped.</summary>
/// <param name="Next">Where it would go on.</param>
/// <param name="Name">The last account that it looked at.</param>
/// <param name="CreatedAt">When that one was opened, UTC.</param>
/// <param name="LookedAt">How many accounts it looked at.</param>
public sealed record AccountSearchEnd(AccountCursor Next, string Name, DateTimeOffset CreatedAt, long LookedAt);
