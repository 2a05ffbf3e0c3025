using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PayHub.Web.Settings;

namespace PayHub.Web.Security;

/// <summary>Believes forwarded headers from the configured proxies, and from nobody else.</summary>
internal static class ProxySetup
{
    public static void AddTrustedProxies(this IServiceCollection services) =>
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<DashboardOptions>>((headers, dashboard) =>
        {
            headers.KnownProxies.Clear();
            headers.KnownIPNetworks.Clear();
            foreach (var proxy in dashboard.Value.TrustedProxyList)
            {
                if (IPAddress.TryParse(proxy, out var address))
                    headers.KnownProxies.Add(address);
                else
                    headers.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
            }
            // With both lists empty the middleware would believe everyone.
            headers.ForwardedHeaders = dashboard.Value.TrustedProxyList.Length == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        });
}
