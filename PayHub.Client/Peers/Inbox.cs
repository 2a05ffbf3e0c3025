namespace PayHub.Client.Peers;

/// <summary>What peers asked and the owner has not answered yet: numbered, and bounded for each kind, in all and from one peer.</summary>
internal sealed class Inbox(int capacity, int capacityPerPeer)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, InboxItem> _items = [];
    private int _lastNumber;

    /// <summary>What waits, oldest first.</summary>
    public IReadOnlyList<InboxItem> Waiting
    {
        get
        {
            lock (_lock)
                return [.. _items.Values];
        }
    }

    /// <summary>Adds an item.</summary>
    /// <returns>The item with its number; null where too many of its kind wait.</returns>
    public T? TryAdd<T>(T item)
        where T : InboxItem
    {
        lock (_lock)
        {
            var others = _items.Values.OfType<T>().ToList();
            var ofThatPeer = others.Count(other => other.From.Equals(item.From, StringComparison.OrdinalIgnoreCase));
            if (others.Count >= capacity || ofThatPeer >= capacityPerPeer)
                return null;
            var added = item with { Number = ++_lastNumber };
            _items.Add(added.Number, added);
            return added;
        }
    }

    /// <summary>Puts an item that was taken out back in its place.</summary>
    public void PutBack(InboxItem item)
    {
        lock (_lock)
            _items.Add(item.Number, item);
    }

    /// <summary>Takes an item out.</summary>
    /// <returns>Null where none of that number and kind waits any more.</returns>
    public T? TryTake<T>(int number)
        where T : InboxItem
    {
        lock (_lock)
            return _items.GetValueOrDefault(number) is T item && _items.Remove(number) ? item : null;
    }
}
