using System.Collections.Concurrent;

namespace PayHub.Client.Payments;

/// <summary>The payments that this wallet is making just now, and the hub's word on each, so that the owner is told once.</summary>
internal sealed class VerdictBoard
{
    private readonly ConcurrentDictionary<string, PaymentUnderWay> _making = new();

    /// <summary>Begins to make a payment.</summary>
    public PaymentUnderWay Begin(string id) => _making.GetOrAdd(id, _ => new PaymentUnderWay());

    /// <summary>The payment is made, or given up: then whoever hears the hub's word from now on tells it.</summary>
    public void End(string id)
    {
        if (_making.TryRemove(id, out var payment))
            payment.GiveUp();
    }

    /// <summary>Whether a payment is being made: then whoever makes it finds out, and tells.</summary>
    public bool IsMaking(string id) => _making.ContainsKey(id);

    /// <summary>A payment that is being made; null where nobody here makes it.</summary>
    public PaymentUnderWay? Find(string id) => _making.GetValueOrDefault(id);
}

/// <summary>A payment that is being made.</summary>
internal sealed class PaymentUnderWay
{
    private readonly TaskCompletionSource<PaymentVerdict> _word = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The hub's word, which whoever makes the payment tells; cancelled where it was given up before.</summary>
    public Task<PaymentVerdict> Word => _word.Task;

    /// <summary>Hands on the hub's word. The first one stands.</summary>
    /// <returns>False where the payment was given up, and nobody would tell.</returns>
    public bool TryTell(PaymentVerdict verdict) => _word.TrySetResult(verdict) || _word.Task.IsCompletedSuccessfully;

    /// <summary>Nobody waits for the hub's word any more.</summary>
    public void GiveUp() => _word.TrySetCanceled();
}
