using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace PayHub.Web.Security;

/// <summary>
/// Names the sign-in cookie <c>__Host-...</c> on HTTPS, so that no other host and no plain connection can plant one. Browsers
/// refuse that name over plain HTTP, where the bare one is used.
/// </summary>
internal sealed class HostPrefixCookies : ICookieManager
{
    private readonly ChunkingCookieManager _inner = new();

    public string? GetRequestCookie(HttpContext context, string key) => _inner.GetRequestCookie(context, Name(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _inner.AppendResponseCookie(context, Name(context, key), value, AtRoot(options));

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        _inner.DeleteCookie(context, Name(context, key), AtRoot(options));

    private static string Name(HttpContext context, string key) => context.Request.IsHttps ? "__Host-" + key : key;

    private static CookieOptions AtRoot(CookieOptions options)
    {
        options.Path = "/";
        options.Domain = null;
        return options;
    }
}
