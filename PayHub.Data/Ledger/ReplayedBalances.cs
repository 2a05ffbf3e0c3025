namespace PayHub.Data.Ledger;

/// <summary>
/// The balances by account, minor units, as the transfers so far make them. Accounts are numbered from one on, so that a number is
/// a place in a table; a number that is none of theirs, as in a row that was tampered with, is kept aside.
/// </summary>
internal sealed class ReplayedBalances
{
    // 70 MB. A number that somebody made up must not cost more than that.
    private const int MostPlaces = 1 << 22;

    private readonly Dictionary<long, Int128> _aside = [];
    private Int128[] _balances = new Int128[1024];
    private bool[] _hasMoved = new bool[1024];

    /// <summary>The sum of all of them.</summary>
    public Int128 Sum => _balances.Concat(_aside.Values).Aggregate(Int128.Zero, (sum, balance) => sum + balance);

    /// <summary>The accounts that have transfers, and were not taken yet.</summary>
    public IEnumerable<long> Accounts => Enumerable.Range(0, _hasMoved.Length).Where(i => _hasMoved[i]).Select(i => (long)i).Concat(_aside.Keys);

    /// <summary>Adds to a balance; wider than what is stored, because no row may overflow the check.</summary>
    /// <returns>What it is then.</returns>
    public Int128 Move(long account, Int128 amount)
    {
        if (account is < 0 or >= MostPlaces)
            return _aside[account] = _aside.GetValueOrDefault(account) + amount;
        if (account >= _balances.Length)
            Grow((int)account);
        _hasMoved[account] = true;
        return _balances[account] += amount;
    }

    /// <summary>Takes a balance out; zero where the account has no transfers.</summary>
    public Int128 Take(long account)
    {
        if (account is < 0 or >= MostPlaces)
            return _aside.Remove(account, out var balance) ? balance : 0;
        if (account >= _balances.Length)
            return 0;
        var taken = _balances[account];
        (_balances[account], _hasMoved[account]) = (0, false);
        return taken;
    }

    private void Grow(int account)
    {
        var places = Math.Min(MostPlaces, Math.Max(account + 1, 2 * _balances.Length));
        Array.Resize(ref _balances, places);
        Array.Resize(ref _hasMoved, places);
    }
}
