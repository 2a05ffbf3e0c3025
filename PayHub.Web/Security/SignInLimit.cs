using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace PayHub.Web.Security;

/// <summary>Where somebody proves who they are: how often one address may send its form is limited.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SignInLimitedAttribute : Attribute;

/// <summary>How often one address may try to sign in.</summary>
// Not the framework's middleware: it never disposes its limiter, whose timer would keep a hub in memory that has stopped.
internal sealed class SignInLimit : IDisposable
{
    /// <summary>Attempts a minute and address, right or wrong.</summary>
    public const int PerMinute = 30;

    private readonly AddressLimit _limit = new(PerMinute);

    /// <inheritdoc/>
    public void Dispose() => _limit.Dispose();

    /// <summary>Answers 429 in place of what is <see cref="SignInLimitedAttribute"/>, once an address has used up its share.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (Allows(context))
            await next(context);
        else
            await TellAsync(context.Response);
    }

    // Seeing the form is free; sending it counts.
    private bool Allows(HttpContext context) =>
        !HttpMethods.IsPost(context.Request.Method) || context.GetEndpoint()?.Metadata.GetMetadata<SignInLimitedAttribute>() is null
        || _limit.TryTake(context.Connection.RemoteIpAddress);

    private static Task TellAsync(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status429TooManyRequests;
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.RetryAfter = "60";
        return response.WriteAsync("Too many attempts to sign in from your address. Wait a minute, then go back and try again.", response.HttpContext.RequestAborted);
    }
}

/// <summary>Puts the limit in its place.</summary>
internal static class SignInLimitServices
{
    public static void AddSignInLimit(this IServiceCollection services) => services.AddSingleton<SignInLimit>();

    public static void UseSignInLimit(this WebApplication app) => app.Use(app.Services.GetRequiredService<SignInLimit>().InvokeAsync);
}
