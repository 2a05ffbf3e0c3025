using Microsoft.Extensions.Hosting;

namespace PayHub.Tcp.Connections;

/// <summary>
/// Counts the requests at work. When the hub stops, no connection closes before all of them are done: a payer is told by the
/// payee's connection.
/// </summary>
internal sealed class InFlight
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private bool _stopping;

    public InFlight(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.Register(() => StopAsync());

    /// <summary>Begins a request; false where the hub stops and none may begin.</summary>
    public bool TryBegin()
    {
        lock (_lock)
        {
            if (_stopping)
                return false;
            _count++;
            return true;
        }
    }

    public void Finish()
    {
        lock (_lock)
        {
            if (--_count == 0 && _stopping)
                _idle.TrySetResult();
        }
    }

    /// <summary>From now on no request begins.</summary>
    /// <returns>Completes when the last one is done.</returns>
    public Task StopAsync()
    {
        lock (_lock)
        {
            _stopping = true;
            if (_count == 0)
                _idle.TrySetResult();
        }
        return _idle.Task;
    }
}
