namespace PayHub.Client.Peers;

/// <summary>The transfers that the owner was told of, so that a payment that is brought again is not told as a new one.</summary>
internal sealed class KnownTransfers
{
    private const int Most = 10_000;

    private readonly Lock _lock = new();
    private readonly SortedSet<long> _told = [];
    private long _allUpTo;

    /// <summary>All transfers up to this one are known: the wallet has just begun.</summary>
    public void AllUpTo(long transfer)
    {
        lock (_lock)
            _allUpTo = Math.Max(_allUpTo, transfer);
    }

    /// <summary>Notes a transfer.</summary>
    /// <returns>Whether it was not known.</returns>
    public bool IsNew(long transfer)
    {
        lock (_lock)
        {
            if (transfer <= _allUpTo || !_told.Add(transfer))
                return false;
            if (_told.Count > Most)
            {
                _allUpTo = _told.Min;
                _told.Remove(_allUpTo);
            }
            return true;
        }
    }
}
