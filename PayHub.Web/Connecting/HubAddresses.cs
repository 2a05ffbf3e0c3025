using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace PayHub.Web.Connecting;

/// <summary>By which addresses wallets reach an endpoint of the hub, as far as this machine can know.</summary>
internal static class HubAddresses
{
    private const string ThisMachine = "localhost";

    /// <summary>The addresses, <c>host:port</c>, the one that serves most wallets first.</summary>
    /// <param name="bound">Where the endpoint listens.</param>
    /// <param name="dashboardHost">The host by which the operator reached the dashboard: whoever knows it can reach the hub by it.</param>
    public static IReadOnlyList<string> Of(IPEndPoint bound, string dashboardHost)
    {
        var hosts = Hosts(bound, dashboardHost).Select(host => host.Contains(':', StringComparison.Ordinal) ? $"[{host.Trim('[', ']')}]" : host);
        return [.. hosts.Distinct(StringComparer.OrdinalIgnoreCase).Select(host => $"{host}:{bound.Port}")];
    }

    /// <summary>An address of <see cref="Of"/> as programs take it that want host and port apart.</summary>
    public static string InTwo(string address) => $"{address[..address.LastIndexOf(':')].Trim('[', ']')} {address[(address.LastIndexOf(':') + 1)..]}";

    private static IEnumerable<string> Hosts(IPEndPoint bound, string dashboardHost)
    {
        if (IPAddress.IsLoopback(bound.Address))
            return [ThisMachine];
        if (!IsAny(bound.Address))
            return [bound.Address.ToString()];
        var known = IsLoopback(dashboardHost) ? [] : new[] { dashboardHost };
        return [.. known, .. OfThisMachine(bound.AddressFamily), ThisMachine];
    }

    private static IEnumerable<string> OfThisMachine(AddressFamily family) => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .Where(address => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal)
        .Where(address => address.AddressFamily == AddressFamily.InterNetwork || family == AddressFamily.InterNetworkV6)
        .OrderBy(address => address.AddressFamily)
        .Select(address => address.ToString());

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static bool IsLoopback(string host) =>
        host.Equals(ThisMachine, StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
