using System.Diagnostics;
using PayHub.Data.Ledger;

namespace PayHub.Tcp.Connections;

/// <summary>
/// The payments of one connection that the ledger has not decided yet. The connection reads on meanwhile; whatever is no payment
/// waits until they are decided, so that a client's requests take effect, and are answered, in the order in which it sent them.
/// </summary>
/// <remarks>
/// Payments that came in one read go to the ledger together, so that one batch takes them and one flush answers them. All but
/// <see cref="IsIdle"/> and <see cref="End"/> is for the connection's read loop alone.
/// </remarks>
/// <param name="ledger">Decides them.</param>
internal sealed class PaymentsUnderWay(Ledger ledger)
{
    private const int Most = 256;

    // Signatures are checked one after the other: when a payment is ready and the first of its group has waited so long, they go.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(2);

    private readonly Lock _lock = new();
    private TaskCompletionSource? _waiting;
    private PaymentGroup _gathered;
    private long _gatheredSince;
    private int _awaited;
    private int _count;

    public bool IsIdle => Volatile.Read(ref _count) == 0;

    /// <summary>Takes a payment that was read. When there are too many it waits for room, and the client with it.</summary>
    /// <returns>Completes when the next message may be handled.</returns>
    public ValueTask AddAsync(TransferRequest request, ITransferWaiter waiter)
    {
        Interlocked.Increment(ref _count);
        if (_gathered.Count == 0)
            _gatheredSince = Stopwatch.GetTimestamp();
        _gathered.Add(request, waiter);
        if (Volatile.Read(ref _count) >= Most)
            return new ValueTask(SubmitAsync(leave: Most - 1));
        return Stopwatch.GetElapsedTime(_gatheredSince) < Patience ? ValueTask.CompletedTask : SubmitAsync();
    }

    /// <summary>Hands the ledger what was gathered.</summary>
    /// <returns>Completes when the ledger's queue has taken it.</returns>
    public ValueTask SubmitAsync()
    {
        var group = _gathered;
        _gathered = default;
        return ledger.SubmitAsync(group);
    }

    /// <summary>Waits until none is under way.</summary>
    public Task IdleAsync() => SubmitAsync(leave: 0);

    /// <summary>A payment was decided.</summary>
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

    private Task SubmitAsync(int leave)
    {
        var submitted = SubmitAsync();
        return submitted.IsCompletedSuccessfully ? AtMostAsync(leave) : AtMostAsync(submitted, leave);
    }

    private async Task AtMostAsync(ValueTask submitted, int count)
    {
        await submitted;
        await AtMostAsync(count);
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
