using System.Net;
using PayHub.Protocol.Requests;

namespace PayHub.Client.Session;

/// <summary>A payment that a payer's wallet brought, waiting for the owner's decision.</summary>
internal sealed record PendingRequest(int Number, PaymentRequest Payment, IPAddress From);

/// <summary>The payments that wait for the owner's decision: numbered, at most so many, each for a bounded time.</summary>
internal sealed class RequestBox(int capacity, TimeSpan lifetime, Action<PendingRequest> onExpired) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, (PendingRequest Request, Timer Expiry)> _waiting = [];
    private int _lastNumber;

    /// <summary>What waits, oldest first.</summary>
    public IReadOnlyList<PendingRequest> Waiting
    {
        get
        {
            lock (_lock)
                return [.. _waiting.Values.Select(entry => entry.Request)];
        }
    }

    /// <summary>Adds a payment.</summary>
    /// <returns>Null where the box is full.</returns>
    public PendingRequest? TryAdd(PaymentRequest payment, IPAddress from)
    {
        lock (_lock)
        {
            if (_waiting.Count >= capacity)
                return null;
            var request = new PendingRequest(++_lastNumber, payment, from);
            _waiting.Add(request.Number, (request, new Timer(_ => Expire(request), null, lifetime, Timeout.InfiniteTimeSpan)));
            return request;
        }
    }

    /// <summary>Takes a payment out, for a decision.</summary>
    /// <returns>Null where none of that number waits any more.</returns>
    public PendingRequest? TryTake(int number)
    {
        lock (_lock)
        {
            if (!_waiting.Remove(number, out var entry))
                return null;
            entry.Expiry.Dispose();
            return entry.Request;
        }
    }

    /// <summary>Drops everything that waits.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var (_, expiry) in _waiting.Values)
                expiry.Dispose();
            _waiting.Clear();
        }
    }

    private void Expire(PendingRequest request)
    {
        if (TryTake(request.Number) is not null)
            onExpired(request);
    }
}
