using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PayHub.Host.Settings;

/// <summary>
/// Where the dashboard listens: <c>Urls</c>, else <c>HTTP_PORTS</c> and <c>HTTPS_PORTS</c> on all interfaces (each with the
/// prefix <c>ASPNETCORE_</c> in the environment), else <c>http://localhost:8080</c>.
/// </summary>
internal static class DashboardAddresses
{
    private const string Default = "http://localhost:8080";

    /// <summary>The addresses of the settings.</summary>
    /// <exception cref="FormatException">One is not an http or https address.</exception>
    public static IReadOnlyList<BindingAddress> Of(IConfiguration configuration)
    {
        var urls = configuration[WebHostDefaults.ServerUrlsKey];
        if (string.IsNullOrWhiteSpace(urls))
        {
            urls = string.Join(';', [
                .. Ports(configuration, WebHostDefaults.HttpPortsKey, "http"), .. Ports(configuration, WebHostDefaults.HttpsPortsKey, "https")]);
        }
        return [.. Split(urls.Length > 0 ? urls : Default).Select(BindingAddress.Parse)];
    }

    /// <summary>Declares an endpoint for an address.</summary>
    public static void Listen(KestrelServerOptions kestrel, BindingAddress address)
    {
        if (string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase))
            kestrel.ListenLocalhost(address.Port, Configure);
        else if (IPAddress.TryParse(address.Host, out var ip))
            kestrel.Listen(ip, address.Port, Configure);
        else
            kestrel.ListenAnyIP(address.Port, Configure);

        void Configure(ListenOptions listen)
        {
            if (address.Scheme == Uri.UriSchemeHttps)
                listen.UseHttps();
        }
    }

    /// <summary>The name by which this machine reaches a host that an endpoint binds: nobody can connect to "all interfaces".</summary>
    public static string Reachable(string host) => host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : host;

    /// <summary>What is wrong with the addresses of the settings; null where nothing is.</summary>
    public static string? Fault(IConfiguration configuration)
    {
        try
        {
            var wrong = Of(configuration).FirstOrDefault(a => a.Scheme is not ("http" or "https") || a.IsUnixPipe || a.IsNamedPipe);
            return wrong is null ? null : $"'{wrong}' is neither an http nor an https address";
        }
        catch (FormatException error)
        {
            return error.Message;
        }
    }

    private static IEnumerable<string> Ports(IConfiguration configuration, string key, string scheme) =>
        Split(configuration[key] ?? "").Select(port => $"{scheme}://*:{port}");

    private static string[] Split(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
