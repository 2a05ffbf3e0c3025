using System.Net;
using System.Threading.RateLimiting;
using PayHub.Web.Security;

namespace PayHub.Web.Api;

/// <summary>How much a key may ask, and how often an address may show a wrong one.</summary>
internal sealed class ApiLimits : IDisposable
{
    /// <summary>Requests a second that a key may make for long.</summary>
    public const int PerSecond = 100;

    /// <summary>Requests that a key may make at once.</summary>
    public const int AtOnce = 400;

    /// <summary>Wrong keys a minute and address that are told so; further ones are told to wait.</summary>
    public const int WrongPerMinute = 30;

    private readonly PartitionedRateLimiter<long> _keys = PartitionedRateLimiter.Create<long, long>(key =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = AtOnce, TokensPerPeriod = PerSecond / 10, ReplenishmentPeriod = TimeSpan.FromMilliseconds(100), QueueLimit = 0,
        }));

    private readonly AddressLimit _wrong = new(WrongPerMinute);

    /// <summary>Counts a request of a key; false where it is one too many.</summary>
    public bool TryUse(long keyId)
    {
        using var lease = _keys.AttemptAcquire(keyId);
        return lease.IsAcquired;
    }

    /// <summary>Counts a wrong key; false where it is one too many.</summary>
    // A right key from the same address goes on working: behind a proxy everybody has the same address, and nobody guesses 256 bits.
    public bool TryBeWrong(IPAddress? address) => _wrong.TryTake(address);

    /// <inheritdoc/>
    public void Dispose()
    {
        _keys.Dispose();
        _wrong.Dispose();
    }
}
