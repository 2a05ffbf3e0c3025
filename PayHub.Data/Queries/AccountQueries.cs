using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Queries;

#pragma warning disable CA1309 // Becomes SQL, which compares names byte by byte and knows no StringComparison.

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
public sealed record AccountPage(IReadOnlyList<AccountRow> Rows, AccountCursor? Previous, AccountCursor? Next);

/// <summary>Pages of accounts by key: by id or by the unique index of names.</summary>
/// <param name="database">Read from.</param>
public sealed class AccountQueries(PayHubDatabase database)
{
    /// <summary>Reads a page.</summary>
    /// <param name="filter">Which accounts, in which order.</param>
    /// <param name="from">Where the page begins; null for the first.</param>
    /// <param name="size">The most rows, at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<AccountPage> PageAsync(
        AccountFilter filter, AccountCursor? from, int size, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        var back = from is { Back: true };
        var accounts = await BeyondAsync(Matching(db, filter), db, filter, from, cancellationToken);
        accounts = InOrder(accounts, filter, back).Take(size + 1);
        var rows = await accounts
            .GroupJoin(db.AccountActivity, a => a.Id, s => s.AccountId, (a, seen) => new { a, seen })
            .SelectMany(x => x.seen.DefaultIfEmpty(), (x, s) => new { x.a, LastSeen = s == null ? (long?)null : s.LastSeen })
            .ToListAsync(cancellationToken);
        rows = [.. rows.OrderBy(r => r.a, Comparer(filter, back))];
        var full = rows.Count > size;
        if (full)
            rows.RemoveAt(size);
        if (back)
            rows.Reverse();
        var page = rows.ConvertAll(r => Row(r.a, r.LastSeen));
        return new AccountPage(page,
            page.Count > 0 && (back ? full : from is not null) ? new AccountCursor(page[0].Id, true) : null,
            page.Count > 0 && (back || full) ? new AccountCursor(page[^1].Id, false) : null);
    }

    private static IQueryable<Account> Matching(PayHubDbContext db, AccountFilter filter)
    {
        var accounts = db.Accounts.Where(a => !a.IsSystem);
        if (filter.Prefix is { } prefix)
        {
            // A range rather than LIKE, which SQLite would not take to the index.
            var low = Account.KeyOf(prefix);
            var high = low + '\uffff';
            accounts = accounts.Where(a => string.Compare(a.NameKey, low) >= 0 && string.Compare(a.NameKey, high) < 0);
        }
        if (filter.Status is AccountStatus.Active)
            accounts = accounts.Where(a => a.Status == AccountStatus.Active);
        else if (filter.Status is { } status)
            // The second condition says nothing new, but only with it does SQLite see that the partial index applies.
            accounts = accounts.Where(a => a.Status == status && a.Status != AccountStatus.Active);
        if (filter.KeyKind is { } kind)
            accounts = accounts.Where(a => a.KeyKind == kind);
        return accounts;
    }

    private static async Task<IQueryable<Account>> BeyondAsync(
        IQueryable<Account> accounts, PayHubDbContext db, AccountFilter filter, AccountCursor? from, CancellationToken cancellationToken)
    {
        if (from is not { } position)
            return accounts;
        if (!filter.ByName)
            return position.Back ? accounts.Where(a => a.Id > position.Id) : accounts.Where(a => a.Id < position.Id);
        var key = await db.Accounts.Where(a => a.Id == position.Id).Select(a => a.NameKey).SingleOrDefaultAsync(cancellationToken) ?? "";
        return position.Back
            ? accounts.Where(a => string.Compare(a.NameKey, key) < 0)
            : accounts.Where(a => string.Compare(a.NameKey, key) > 0);
    }

    private static IOrderedQueryable<Account> InOrder(IQueryable<Account> accounts, AccountFilter filter, bool back) =>
        (filter.ByName, back) switch
        {
            (true, false) => accounts.OrderBy(a => a.NameKey),
            (true, true) => accounts.OrderByDescending(a => a.NameKey),
            (false, false) => accounts.OrderByDescending(a => a.Id),
            (false, true) => accounts.OrderBy(a => a.Id),
        };

    private static Comparer<Account> Comparer(AccountFilter filter, bool back)
    {
        var sign = back ? -1 : 1;
        return Comparer<Account>.Create((x, y) =>
            sign * (filter.ByName ? string.CompareOrdinal(x.NameKey, y.NameKey) : y.Id.CompareTo(x.Id)));
    }

    private static AccountRow Row(Account account, long? lastSeen) => new(
        account.Id, account.Name, account.KeyKind, account.Status, account.Balance,
        UnixMicroseconds.ToMoment(account.CreatedAt), lastSeen is { } seen ? UnixMicroseconds.ToMoment(seen) : null);
}
