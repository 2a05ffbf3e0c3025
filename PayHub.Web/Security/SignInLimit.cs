using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Data.Live;

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
            Household.Of(context.Connection.RemoteIpAddress ?? IPAddress.None),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 })
        : RateLimitPartition.GetNoLimiter(IPAddress.Any);

    private static async ValueTask TellAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var response = rejected.HttpContext.Response;
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.RetryAfter = "60";
        await response.WriteAsync("Too many attempts to sign in from your address. Wait a minute, then go back and try again.", cancellationToken);
    }
}
