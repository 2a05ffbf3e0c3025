using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using PayHub.Data.Live;

namespace PayHub.Tcp.Limits;

/// <summary>How often one address may register, and fail to log in, a minute.</summary>
/// <param name="options">The limit.</param>
internal sealed class AddressLimiter(IOptions<TcpOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _registrations = Create(options.Value.RegistrationsPerMinutePerAddress);
    private readonly PartitionedRateLimiter<IPAddress> _failedLogins = Create(options.Value.RegistrationsPerMinutePerAddress);

    /// <summary>Counts a registration; false where the address has used up its share.</summary>
    public bool AllowsRegistration(IPAddress address) => _registrations.TryTake(address);

    /// <summary>Counts a login that failed; false where the address has used up its share.</summary>
    public bool AllowsFailedLogin(IPAddress address) => _failedLogins.TryTake(address);

    /// <inheritdoc/>
    public void Dispose()
    {
        _registrations.Dispose();
        _failedLogins.Dispose();
    }

    private static PartitionedRateLimiter<IPAddress> Create(int perMinute) =>
        PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => perMinute == 0
            ? RateLimitPartition.GetNoLimiter(IPAddress.None)
            : MinuteWindow.Of(Household.Of(address), perMinute));
}
