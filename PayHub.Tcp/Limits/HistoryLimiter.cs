using System.Threading.RateLimiting;

namespace PayHub.Tcp.Limits;

/// <summary>How many lines of its history an account may ask for: 20,000 at once, and then 2,000 a second.</summary>
// Each line costs a read of up to 4 KB and a parse, for the id in its signed payment. An index that leads to the id would cost
// each signed payment 34 bytes for ever (it repeats the payer and the id); to bound what can be asked costs nothing.
internal sealed class HistoryLimiter : IDisposable
{
    private const int AtOnce = 20_000;
    private const int PerSecond = 2000;

    private readonly PartitionedRateLimiter<long> _limiter = PartitionedRateLimiter.Create<long, long>(accountId =>
        RateLimitPartition.GetTokenBucketLimiter(accountId, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = AtOnce, TokensPerPeriod = PerSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0,
        }));

    /// <summary>Counts a page of so many lines, 1 to 200; false where the account has used up its share.</summary>
    public bool Allows(long accountId, int lines) => _limiter.TryTake(accountId, lines);

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
