namespace PayHub.Tcp.Connections;

/// <summary>
/// The payments of one connection that the ledger has not decided yet. The connection reads on meanwhile; whatever is no payment
/// waits until they are decided, so that a client's requests take effect, and are answered, in the order in which it sent them.
/// </summary>
internal sealed class PaymentsUnderWay
{
    private const int Most = 256;

    private readonly Lock _lock = new();
    private TaskCompletionSource? _waiting;
    private int _awaited;
    private int _count;

    public bool IsIdle => Volatile.Read(ref _count) == 0;

    /// <summary>Waits until one more may begin. Asked by the connection's read loop alone.</summary>
    public Task RoomAsync() => AtMostAsync(Most - 1);

    /// <summary>Waits until none is under way. Asked by the connection's read loop alone.</summary>
    public Task IdleAsync() => AtMostAsync(0);

    public void Begin() => Interlocked.Increment(ref _count);

    public void End()
    {
        TaskCompletionSource? done = null;
        lock (_lock)
        {
            if (Interlocked.Decrement(ref _count) <= _awaited)
                (done, _waiting) = (_waiting, null);
        }
        done?.SetResult();
    }

    private Task AtMostAsync(int count)
    {
        if (Volatile.Read(ref _count) <= count)
            return Task.CompletedTask;
        lock (_lock)
        {
            if (_count <= count)
                return Task.CompletedTask;
            _awaited = count;
            // The ledger's thread must not run the read loop.
            return (_waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }
}
