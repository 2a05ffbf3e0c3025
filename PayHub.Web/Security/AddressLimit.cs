using System.Net;
using System.Threading.RateLimiting;
using PayHub.Data.Live;

namespace PayHub.Web.Security;

/// <summary>How often one address, or household, may do something a minute.</summary>
/// <param name="perMinute">That often.</param>
internal sealed class AddressLimit(int perMinute) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0,
        }));

    /// <summary>Counts once; false where it is once too many.</summary>
    public bool TryTake(IPAddress? address)
    {
        using var lease = _limiter.AttemptAcquire(Household.Of(address ?? IPAddress.None));
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
