using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using PayHub.Web.Api;

namespace PayHub.Web.Metrics;

/// <summary>The hub's figures at <c>/metrics</c>, as Prometheus reads them: to programs on this machine, and to whoever has an API key.</summary>
internal static class MetricsPage
{
    private const string Policy = "metrics";

    private static readonly string[] Meters = ["PayHub.*", "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel"];

    // Room for these is taken at the start, 0.1 KB and more each; no figure of ours comes near.
    private static readonly MetricStreamConfiguration Series = new() { CardinalityLimit = 200 };

    // What a proxy says of its client, where nobody has told the hub to believe it: then the client is not the proxy.
    private static readonly string[] ProxyHeaders = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via"];

    public static void AddPayHubMetrics(this IServiceCollection services)
    {
        services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(Meters).AddView(_ => Series).AddPrometheusExporter());
        services.AddAuthorizationBuilder()
            .AddPolicy(Policy, p => p.AddAuthenticationSchemes(ApiKeyAuthentication.SchemeName).RequireAssertion(MayRead));
    }

    public static void MapPayHubMetrics(this WebApplication app) => app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(Policy);

    private static bool MayRead(AuthorizationHandlerContext asked) =>
        asked.User.Identity is { IsAuthenticated: true } || (asked.Resource is HttpContext context && IsOnThisMachine(context));

    private static bool IsOnThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !ProxyHeaders.Any(context.Request.Headers.ContainsKey);
}
