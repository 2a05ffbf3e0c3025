using System.Threading.RateLimiting;

namespace PayHub.Tcp.Limits;

/// <summary>How often an account may change its friendships: 60 times a minute. Each change is a write to the disk.</summary>
internal sealed class FriendLimiter : IDisposable
{
    private const int PerMinute = 60;

    private readonly PartitionedRateLimiter<long> _limiter = PartitionedRateLimiter.Create<long, long>(accountId => MinuteWindow.Of(accountId, PerMinute));

    /// <summary>Counts a change; false where the account has used up its share.</summary>
    public bool Allows(long accountId) => _limiter.TryTake(accountId);

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
