namespace PayHub.Tcp.Connections;

/// <summary>The outboxes to which a batch of the ledger has given something: each is flushed once, when all is said.</summary>
internal sealed class FlushList
{
    private readonly Lock _lock = new();
    private List<Outbox> _unsent = [];
    private List<Outbox>? _spare = [];

    public void Add(Outbox outbox)
    {
        lock (_lock)
            _unsent.Add(outbox);
    }

    /// <summary>Sends all of it.</summary>
    public void Flush()
    {
        // Sent outside the lock: an outbox adds itself under its own.
        var unsent = Take();
        foreach (var outbox in unsent)
            outbox.SendUnsent();
        unsent.Clear();
        _spare = unsent;
    }

    private List<Outbox> Take()
    {
        lock (_lock)
        {
            var unsent = _unsent;
            _unsent = Interlocked.Exchange(ref _spare, null) ?? [];
            return unsent;
        }
    }
}
