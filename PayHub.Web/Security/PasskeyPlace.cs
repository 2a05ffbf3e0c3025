using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace PayHub.Web.Security;

/// <summary>Whether browsers lend passkeys to a page at this address: by HTTPS or at localhost, and never at an IP address.</summary>
internal static class PasskeyPlace
{
    /// <summary>Whether passkeys work where the page is open.</summary>
    public static bool Works(HttpRequest request) =>
        IsLocalName(request.Host.Host) || request.IsHttps && Uri.CheckHostName(request.Host.Host) == UriHostNameType.Dns;

    /// <summary>The same page where they do work, for a browser on the hub's own machine; null for others.</summary>
    public static string? ByLocalhost(HttpRequest request, string path) =>
        !request.IsHttps && request.Host.Host is "127.0.0.1" or "[::1]"
            ? $"http://{new HostString("localhost", request.Host.Port ?? 80).ToUriComponent()}{path}"
            : null;

    /// <summary>Whether a device answered a page of this hub. Identity looks at the header Origin, which our own policy keeps browsers from sending.</summary>
    public static ValueTask<bool> IsOursAsync(PasskeyOriginValidationContext answer)
    {
        var request = answer.HttpContext.Request;
        var ours = new Uri($"{request.Scheme}://{request.Host.ToUriComponent()}");
        return ValueTask.FromResult(!answer.CrossOrigin && Uri.TryCreate(answer.Origin, UriKind.Absolute, out var origin) && origin == ours);
    }

    private static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
