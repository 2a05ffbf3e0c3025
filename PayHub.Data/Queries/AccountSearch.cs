using PayHub.Data.Model;

namespace PayHub.Data.Queries;

#pragma warning disable CA1309 // Becomes SQL, which compares names byte by byte and knows no StringComparison.

/// <summary>
/// A filter for accounts, made ready: a list that an index holds in the order asked for and that has every match, and what
/// remains to be looked at row by row.
/// </summary>
/// <param name="db">Read from.</param>
/// <param name="filter">Which accounts.</param>
/// <param name="back">Against the order.</param>
internal sealed class AccountSearch(PayHubDbContext db, AccountFilter filter, bool back)
{
    /// <summary>Whether each account of the list matches.</summary>
    public bool IsExact => filter.Status != AccountStatus.Active && (filter.Status is null || filter.KeyKind is null);

    /// <summary>Whether the list is all accounts.</summary>
    public bool IsEveryone => filter is { Prefix: null, Status: null, KeyKind: null };

    /// <summary>The list, in order.</summary>
    public IQueryable<Account> List()
    {
        // By its id rather than is_system: ids are in every index, so that counting need not look at the accounts themselves.
        var accounts = db.Accounts.Where(a => a.Id != Account.IssuanceId);
        if (filter.Prefix is { } prefix)
        {
            // A range rather than LIKE, which SQLite would not take to the index.
            var low = Account.KeyOf(prefix);
            var high = low + '\uffff';
            accounts = accounts.Where(a => string.Compare(a.NameKey, low) >= 0 && string.Compare(a.NameKey, high) < 0);
        }
        if (filter.Status is { } status and not AccountStatus.Active)
            // The second condition says nothing new, but only with it does SQLite see that the partial index applies.
            return accounts.Where(a => a.Status == status && a.Status != AccountStatus.Active);
        return filter.KeyKind is { } kind ? accounts.Where(a => a.KeyKind == kind) : accounts;
    }

    /// <summary>What matches of a part of the list.</summary>
    public IQueryable<Account> Matching(IQueryable<Account> accounts)
    {
        if (filter.Status is AccountStatus.Active)
            accounts = accounts.Where(a => a.Status == AccountStatus.Active);
        if (filter is { Status: not (null or AccountStatus.Active), KeyKind: { } kind })
        {
            // As a sum: SQLite would walk the index of keys, which has most accounts, rather than that of the few statuses.
            var number = (int)kind;
            accounts = accounts.Where(a => (int)a.KeyKind + 0 == number);
        }
        return accounts;
    }

    /// <summary>What comes after an account.</summary>
    public IQueryable<Account> Beyond(IQueryable<Account> accounts, AccountPosition from) => (filter.ByName, back) switch
    {
        (true, false) => accounts.Where(a => string.Compare(a.NameKey, from.NameKey) > 0),
        (true, true) => accounts.Where(a => string.Compare(a.NameKey, from.NameKey) < 0),
        (false, false) => accounts.Where(a => a.Id < from.Id),
        (false, true) => accounts.Where(a => a.Id > from.Id),
    };

    /// <summary>What comes no later than an account.</summary>
    public IQueryable<Account> UpTo(IQueryable<Account> accounts, AccountPosition last) => (filter.ByName, back) switch
    {
        (true, false) => accounts.Where(a => string.Compare(a.NameKey, last.NameKey) <= 0),
        (true, true) => accounts.Where(a => string.Compare(a.NameKey, last.NameKey) >= 0),
        (false, false) => accounts.Where(a => a.Id >= last.Id),
        (false, true) => accounts.Where(a => a.Id <= last.Id),
    };

    /// <summary>In the order asked for.</summary>
    public IOrderedQueryable<Account> InOrder(IQueryable<Account> accounts) => (filter.ByName, back) switch
    {
        (true, false) => accounts.OrderBy(a => a.NameKey),
        (true, true) => accounts.OrderByDescending(a => a.NameKey),
        (false, false) => accounts.OrderByDescending(a => a.Id),
        (false, true) => accounts.OrderBy(a => a.Id),
    };

    /// <summary>The order, for rows that a join may have mixed.</summary>
    public Comparer<Account> Order()
    {
        var sign = back ? -1 : 1;
        return Comparer<Account>.Create((x, y) =>
            sign * (filter.ByName ? string.CompareOrdinal(x.NameKey, y.NameKey) : y.Id.CompareTo(x.Id)));
    }
}

/// <summary>An account as a place in a list, whatever its order.</summary>
internal sealed record AccountPosition(long Id, string NameKey);
