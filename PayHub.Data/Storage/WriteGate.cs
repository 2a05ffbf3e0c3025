using System.Threading.RateLimiting;

namespace PayHub.Data.Storage;

/// <summary>
/// Lets one writer at a time at the database, first come, first served. SQLite has one writer anyway; without the gate the
/// losers would sleep and retry, and the ledger writer would starve.
/// </summary>
public sealed class WriteGate : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = 1,
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Waits for the gate; dispose what comes back to open it for the next.</summary>
    public ValueTask<RateLimitLease> EnterAsync(CancellationToken cancellationToken = default) =>
        _limiter.AcquireAsync(1, cancellationToken);

    /// <summary>As <see cref="EnterAsync"/>, for the writer's own thread, which has nothing else to do.</summary>
    public RateLimitLease Enter()
    {
        var lease = _limiter.AttemptAcquire();
        return lease.IsAcquired ? lease : EnterAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
