using System.Threading.RateLimiting;

namespace PayHub.Tcp.Limits;

/// <summary>How many refused payments of one payee a payer is told of: ten a minute (docs/protocol.md, "Payments").</summary>
internal sealed class RefusalLimiter : IDisposable
{
    private const int PerMinute = 10;

    private readonly PartitionedRateLimiter<(string Payer, long PayeeId)> _limiter =
        PartitionedRateLimiter.Create<(string Payer, long PayeeId), (string, long)>(pair => MinuteWindow.Of((pair.Payer.ToUpperInvariant(), pair.PayeeId), PerMinute));

    /// <summary>Counts a refusal; false where the payer has been told often enough.</summary>
    public bool MayTell(string payer, long payeeId) => _limiter.TryTake((payer, payeeId));

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
