using PayHub.Data.Model;

namespace PayHub.Data.Ledger;

/// <summary>An account as the writer knows it, with all that the batch at hand has done to it.</summary>
internal sealed class AccountState
{
    public required long Id { get; init; }

    public required string Name { get; init; }

    public required bool IsSystem { get; init; }

    public required KeyKind KeyKind { get; set; }

    /// <summary>The row of the key that it has now; null for a keyless account.</summary>
    public long? KeyId { get; set; }

    public required AccountStatus Status { get; set; }

    public required Money Balance { get; set; }

    public bool IsChanged { get; set; }

    /// <summary>The UTC day that <see cref="PaidToday"/> counts.</summary>
    public long Day { get; set; } = -1;

    public Money PaidToday { get; set; }
}

/// <summary>
/// The accounts that the writer has met since it opened the database. Only the writer changes accounts, so what it read stays
/// true; after a failed batch the book is thrown away and read anew.
/// </summary>
/// <param name="store">Where accounts are read that the book does not hold.</param>
internal sealed class AccountBook(SqliteLedgerStore store)
{
    private const int Limit = 200_000;

    private readonly Dictionary<string, AccountState> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<AccountState> _changed = [];

    /// <summary>The account of that name; null where there is none.</summary>
    public AccountState? Find(string name)
    {
        if (_byName.TryGetValue(name, out var known))
            return known;
        var read = store.FindAccount(Account.KeyOf(name));
        if (read is not null)
            _byName.Add(read.Name, read);
        return read;
    }

    public void Add(AccountState account) => _byName.Add(account.Name, account);

    public void SetBalance(AccountState account, Money balance)
    {
        account.Balance = balance;
        if (account.IsChanged)
            return;
        account.IsChanged = true;
        _changed.Add(account);
    }

    /// <summary>Writes each touched balance once, in the order of their ids, so that pages are visited in order.</summary>
    public void WriteBalances()
    {
        _changed.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        foreach (var account in _changed)
        {
            store.SetBalance(account.Id, account.Balance);
            account.IsChanged = false;
        }
        _changed.Clear();
    }

    /// <summary>Between batches: forgets everything where the book has grown too large.</summary>
    public void Trim()
    {
        if (_byName.Count > Limit)
            _byName.Clear();
    }
}
