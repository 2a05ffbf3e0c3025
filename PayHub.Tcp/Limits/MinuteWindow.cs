using System.Threading.RateLimiting;

namespace PayHub.Tcp.Limits;

/// <summary>Limits of so many a minute, a key each: nobody waits for the next minute.</summary>
internal static class MinuteWindow
{
    /// <summary>The window of one key.</summary>
    public static RateLimitPartition<TKey> Of<TKey>(TKey key, int perMinute) => RateLimitPartition.GetFixedWindowLimiter(
        key, _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 });

    /// <summary>Takes some of a share; false where less is left.</summary>
    public static bool TryTake<TKey>(this PartitionedRateLimiter<TKey> limiter, TKey key, int permits = 1)
    {
        using var lease = limiter.AttemptAcquire(key, permits);
        return lease.IsAcquired;
    }
}
