using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace PayHub.Web.Security;

/// <summary>How often one address may try to sign in.</summary>
internal static class SignInLimit
{
    /// <summary>The policy's name.</summary>
    public const string Policy = "sign-in";

    /// <summary>Attempts a minute and address, right or wrong.</summary>
    public const int PerMinute = 30;

    public static void AddSignInLimit(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.AddPolicy(Policy, PartitionOf);
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = TellAsync;
    });

    // Seeing the form is free; sending it counts.
    private static RateLimitPartition<IPAddress> PartitionOf(HttpContext context) => HttpMethods.IsPost(context.Request.Method)
        ? RateLimitPartition.GetFixedWindowLimiter(
            Household(context.Connection.RemoteIpAddress ?? IPAddress.None),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 })
        : RateLimitPartition.GetNoLimiter(IPAddress.Any);

    // One IPv6 customer has a whole /64 to pick addresses from.
    private static IPAddress Household(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private static async ValueTask TellAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var response = rejected.HttpContext.Response;
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.RetryAfter = "60";
        await response.WriteAsync("Too many attempts to sign in from your address. Wait a minute, then go back and try again.", cancellationToken);
    }
}
