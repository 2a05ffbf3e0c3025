namespace PayHub.Data.Ledger;

/// <summary>Payments that go to the ledger at once: one batch takes all of them, in their order. Not for several threads at once.</summary>
public struct PaymentGroup
{
    private TransferCommand? _last;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    internal TransferCommand? First { get; private set; }

    /// <summary>Adds one.</summary>
    /// <param name="request">The payment.</param>
    /// <param name="waiter">Told the result, once.</param>
    /// <exception cref="ArgumentOutOfRangeException">It moves nothing.</exception>
    public void Add(TransferRequest request, ITransferWaiter waiter)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Amount.MinorUnits, 1, nameof(request));
        var command = new TransferCommand(request, waiter);
        First ??= command;
        if (_last is not null)
            _last.Next = command;
        _last = command;
        Count++;
    }
}
