using System.Collections.Concurrent;

namespace PayHub.Client.Payments;

/// <summary>The payments that this wallet is making just now, and the hub's word on each when it comes unasked.</summary>
internal sealed class VerdictBoard
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<PaymentVerdict>> _making = new();

    /// <summary>Begins to make a payment.</summary>
    /// <returns>The hub's word, when it comes.</returns>
    public Task<PaymentVerdict> Begin(string id) =>
        _making.GetOrAdd(id, _ => new TaskCompletionSource<PaymentVerdict>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>The payment is made, or given up.</summary>
    public void End(string id) => _making.TryRemove(id, out _);

    /// <summary>Whether a payment is being made: then whoever makes it finds out, and tells.</summary>
    public bool IsMaking(string id) => _making.ContainsKey(id);

    /// <summary>Hands on the hub's word.</summary>
    /// <returns>False where nobody here makes that payment.</returns>
    public bool TryTell(string id, PaymentVerdict verdict) => _making.TryGetValue(id, out var source) && source.TrySetResult(verdict);
}
