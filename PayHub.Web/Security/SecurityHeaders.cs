using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace PayHub.Web.Security;

/// <summary>The headers that tell browsers what the dashboard never does, so that what was slipped in does not run.</summary>
internal static class SecurityHeaders
{
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy(context.Request);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        context.Response.OnStarting(NoStore, context);
        return next(context);
    });

    // MudBlazor's theme is a style element; nothing else needs more than our own files.
    private static string Policy(HttpRequest request) =>
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + $"connect-src 'self'{Socket(request)}; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    // Older Safari does not take 'self' to include the web socket.
    private static string Socket(HttpRequest request) =>
        Uri.CheckHostName(request.Host.Host) is UriHostNameType.Dns or UriHostNameType.IPv4
            ? $" {(request.IsHttps ? "wss" : "ws")}://{request.Host.ToUriComponent()}"
            : "";

    // Pages hold people's money matters: the back button after sign-out must not show them from a cache.
    private static Task NoStore(object state)
    {
        var response = ((HttpContext)state).Response;
        if (response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true)
            response.Headers[HeaderNames.CacheControl] = "no-store";
        return Task.CompletedTask;
    }
}
