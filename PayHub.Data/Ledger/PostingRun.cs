using System.Runtime.InteropServices;

namespace PayHub.Data.Ledger;

/// <summary>
/// Postings of successive transfers, in the order of their transfers and, once sorted, in the order in which the table holds
/// them. A posting is one number, its account above its transfer's place in the run, so that tens of thousands are sorted in
/// a few milliseconds and searched in microseconds.
/// </summary>
internal sealed class PostingRun
{
    private const int PlaceBits = 24;
    private const long Places = 1L << PlaceBits;

    private readonly List<long> _postings = [];
    private long _first;
    private int _taken;

    /// <summary>How many transfers it holds.</summary>
    public int Length => _postings.Count / 2;

    /// <summary>Its last transfer.</summary>
    public long Last => _first + Length - 1;

    /// <summary>Whether nothing is left to take.</summary>
    public bool IsThrough => _taken == _postings.Count;

    /// <summary>Adds the transfer that follows the last one.</summary>
    public void Add(long transfer, long debit, long credit)
    {
        if (Length == 0)
            _first = transfer;
        var place = transfer - _first;
        if (place != Length || place >= Places)
            throw new InvalidOperationException($"Transfer {transfer} can't be the posting run's {Length}th behind {_first}.");
        _postings.Add(Key(debit, place));
        _postings.Add(Key(credit, place));
    }

    public void Sort() => CollectionsMarshal.AsSpan(_postings).Sort();

    /// <summary>The next posting; there must be one.</summary>
    public (long Account, long Transfer) Take()
    {
        var key = _postings[_taken++];
        return (key >> PlaceBits, TransferOf(key));
    }

    /// <summary>An account's transfers in it, the newest first; those that were taken are among them.</summary>
    public IEnumerable<long> TransfersOf(long account)
    {
        // Sorted or not, the postings of one account stand in the order of their transfers.
        for (var at = LastBefore(_postings.Count, account); at >= 0; at = LastBefore(at, account))
            yield return TransferOf(_postings[at]);
    }

    public void Clear()
    {
        _postings.Clear();
        _taken = 0;
    }

    private static long Key(long account, long place) => checked(account * Places) + place;

    private long TransferOf(long key) => _first + (key & (Places - 1));

    private int LastBefore(int end, long account) =>
        CollectionsMarshal.AsSpan(_postings)[..end].LastIndexOfAnyInRange(Key(account, 0), Key(account, Places - 1));
}
