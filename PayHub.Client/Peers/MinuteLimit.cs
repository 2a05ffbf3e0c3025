namespace PayHub.Client.Peers;

/// <summary>At most so many of something in any sixty seconds, for each key. Remembers no key for longer.</summary>
internal sealed class MinuteLimit(int limit, TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Queue<(long At, string Key)> _taken = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes one.</summary>
    /// <returns>False where the last sixty seconds' are used up.</returns>
    public bool TryTake(string key = "")
    {
        lock (_lock)
        {
            Forget();
            var count = _counts.GetValueOrDefault(key);
            if (count >= limit)
                return false;
            _counts[key] = count + 1;
            _taken.Enqueue((time.GetTimestamp(), key));
            return true;
        }
    }

    private void Forget()
    {
        while (_taken.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) >= Minute)
        {
            _taken.Dequeue();
            if (--_counts[oldest.Key] == 0)
                _counts.Remove(oldest.Key);
        }
    }
}
