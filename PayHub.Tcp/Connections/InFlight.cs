using Microsoft.Extensions.Hosting;

namespace PayHub.Tcp.Connections;

/// <summary>
/// Counts the requests at work. When the hub stops, no connection closes before all of them are done: a payer is told by the
/// payee's connection.
/// </summary>
internal sealed class InFlight
{
    private const long Stopping = 1L << 62;

    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _count;

    public InFlight(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.Register(() => StopAsync());

    /// <summary>Begins a request; false where the hub stops and none may begin.</summary>
    public bool TryBegin()
    {
        if ((Interlocked.Increment(ref _count) & Stopping) == 0)
            return true;
        Finish();
        return false;
    }

    /// <summary>Begins a part of a request that goes on behind the request's own end.</summary>
    public void BeginPart() => Interlocked.Increment(ref _count);

    public void Finish()
    {
        if (Interlocked.Decrement(ref _count) == Stopping)
            _idle.TrySetResult();
    }

    /// <summary>From now on no request begins.</summary>
    /// <returns>Completes when the last one is done.</returns>
    public Task StopAsync()
    {
        if ((Interlocked.Or(ref _count, Stopping) & ~Stopping) == 0)
            _idle.TrySetResult();
        return _idle.Task;
    }
}
