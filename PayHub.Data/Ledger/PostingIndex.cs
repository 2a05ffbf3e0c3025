namespace PayHub.Data.Ledger;

/// <summary>
/// Writes postings behind the transfers that they belong to. One by one they would touch two pages of the table anywhere, and the
/// larger the ledger the more of them; gathered in a run and sorted, an account's postings share a page. A run is merged in
/// slices, each within some batch's transaction and no larger than that batch deserves, so that no batch is long.
/// </summary>
/// <remarks>
/// <c>ledger_head.indexed_to</c> is the last transfer of the last run that is merged to its end: up to it the postings are
/// complete, above it they say nothing, and a reader looks at the transfers themselves (<c>AccountHistory</c>). After a failed
/// batch it is thrown away with the rest of what the writer remembers, and read anew.
/// </remarks>
/// <param name="store">The writer's statements.</param>
/// <param name="runLength">Transfers in a run, at least 1: many to a page, yet few enough for a reader to look through.</param>
internal sealed class PostingIndex(PostingStore store, int runLength)
{
    private PostingRun _merging = new();
    private PostingRun _gathering = new();

    /// <summary>The newest transfer that readers find by its postings, as the transaction at hand has it.</summary>
    public long IndexedTo { get; private set; }

    /// <summary>Whether transfers wait to be indexed.</summary>
    public bool IsBehind => _merging.Length + _gathering.Length > 0;

    /// <summary>Takes up what is stored and not indexed; of more than two runs, what it can't hold is merged at once.</summary>
    public void Load()
    {
        IndexedTo = store.IndexedTo();
        for (var last = IndexedTo; store.ReadInto(_gathering, last, runLength) == runLength; last = _merging.Last)
        {
            if (!_merging.IsThrough)
                store.InTransaction(() => Merge(long.MaxValue));
            Begin();
        }
    }

    /// <summary>Remembers a transfer, to be indexed later.</summary>
    public void Add(long transfer, long debit, long credit) => _gathering.Add(transfer, debit, credit);

    /// <summary>
    /// An account's transfers behind <see cref="IndexedTo"/>, the newest first, those of the transaction at hand among them.
    /// </summary>
    public IEnumerable<long> TailOf(long account) => _gathering.TransfersOf(account).Concat(_merging.TransfersOf(account));

    /// <summary>
    /// Merges as much as a batch of so many transfers owes: of two postings each they bring, and half of one more, so that a run is
    /// through before the next is full.
    /// </summary>
    public void MergeFor(long transfers) => Merge((5 * transfers + 1) / 2);

    /// <summary>Merges up to so many postings although the run may be short: nobody waits for anything better.</summary>
    public void MergeShort(int postings)
    {
        if (_merging.Length == 0)
            Begin();
        Merge(postings);
    }

    private void Merge(long postings)
    {
        if (_merging.Length == 0 && _gathering.Length >= runLength)
            Begin();
        if (_merging.Length == 0)
            return;
        for (; postings > 0 && !_merging.IsThrough; postings--)
        {
            var (account, transfer) = _merging.Take();
            store.Insert(account, transfer);
        }
        if (!_merging.IsThrough)
            return;
        IndexedTo = _merging.Last;
        store.SetIndexedTo(IndexedTo);
        _merging.Clear();
    }

    private void Begin()
    {
        (_merging, _gathering) = (_gathering, _merging);
        _merging.Sort();
    }
}
