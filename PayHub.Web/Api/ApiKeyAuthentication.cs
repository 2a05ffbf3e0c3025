using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PayHub.Web.Api;

/// <summary>Lets programs in by <c>Authorization: Bearer payhub_…</c>, and by nothing else: no cookie, so nothing that a foreign page could make a browser send.</summary>
internal sealed partial class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiKeyDirectory keys, ApiLimits limits, ApiKeyUse use)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "ApiKey";

    private const string Bearer = "Bearer ";
    private const string Realm = "Bearer realm=\"PayHub\"";

    private Problem? _refusal;

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count == 0)
            return AuthenticateResult.NoResult();
        if (Secret(header.ToString()) is not { } secret || await keys.FindAsync(secret) is not { } key)
        {
            var counted = limits.TryBeWrong(Context.Connection.RemoteIpAddress);
            if (counted)
                LogWrong(Logger, Context.Connection.RemoteIpAddress);
            return Refuse(counted ? Problems.WrongKey : Problems.TooManyWrongKeys);
        }
        if (!limits.TryUse(key.Id))
            return Refuse(Problems.TooManyRequests);
        use.Used(key.Id);
        return AuthenticateResult.Success(new AuthenticationTicket(Principal(key), Scheme.Name));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var refusal = _refusal ?? Problems.NoKey;
        if (refusal.Status == StatusCodes.Status401Unauthorized)
            Response.Headers.WWWAuthenticate = _refusal is null ? Realm : $"{Realm}, error=\"invalid_token\"";
        else
            Response.Headers.RetryAfter = refusal == Problems.TooManyRequests ? "1" : "60";
        return refusal.WriteAsync(Context);
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var role = Context.GetEndpoint()?.Metadata.GetMetadata<ApiRole>()?.Least;
        Response.Headers.WWWAuthenticate = $"{Realm}, error=\"insufficient_scope\", scope=\"{role}\"";
        return Problems.Forbidden(role).WriteAsync(Context);
    }

    private static ApiKeySecret? Secret(string header) =>
        header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && ApiKeySecret.TryParse(header[Bearer.Length..].Trim(), out var secret) ? secret : null;

    private static ClaimsPrincipal Principal(HeldKey key) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, $"key:{key.Id}"),
            new Claim(ClaimTypes.Name, $"API key {key.Name}"),
            new Claim(ClaimTypes.Role, key.Role),
            new Claim(ApiActs.KeyIdClaim, $"{key.Id}"),
        ],
        SchemeName));

    private AuthenticateResult Refuse(Problem problem)
    {
        _refusal = problem;
        return AuthenticateResult.Fail(problem.Title);
    }

    [LoggerMessage(4031, LogLevel.Warning, "An API key that is wrong or holds no longer came from {Address}.")]
    private static partial void LogWrong(ILogger logger, IPAddress? address);
}
