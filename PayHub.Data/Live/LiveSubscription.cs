using System.Threading.Channels;

namespace PayHub.Data.Live;

/// <summary>One listener of the <see cref="LiveFeed"/>.</summary>
public sealed class LiveSubscription : IDisposable
{
    private readonly Channel<bool> _wake =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly LiveTopics _wanted;
    private readonly Action<LiveSubscription> _remove;
    private int _pending;

    internal LiveSubscription(LiveTopics wanted, Action<LiveSubscription> remove) => (_wanted, _remove) = (wanted, remove);

    /// <summary>Waits until something wanted has changed since the last call returned.</summary>
    /// <returns>Everything that changed meanwhile, merged.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ChannelClosedException">The subscription was disposed.</exception>
    public async ValueTask<LiveTopics> NextAsync(CancellationToken cancellationToken = default)
    {
        LiveTopics topics;
        do
        {
            await WakeAsync(cancellationToken);
            topics = (LiveTopics)Interlocked.Exchange(ref _pending, 0);
        }
        while (topics == LiveTopics.None);
        return topics;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _remove(this);
        _wake.Writer.TryComplete();
    }

    // A listener that is cancelled may dispose of this before the cancellation is heard here: that is no failure, and nobody waits to see one.
    private async ValueTask WakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _wake.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    internal void Signal(LiveTopics topics)
    {
        var wanted = (int)(topics & _wanted);
        // Whoever finds nothing pending wakes the reader; all others only add to what it will find.
        if (wanted != 0 && Interlocked.Or(ref _pending, wanted) == 0)
            _wake.Writer.TryWrite(true);
    }
}
