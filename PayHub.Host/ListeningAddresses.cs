using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using PayHub.Host.Settings;
using PayHub.Tcp;

namespace PayHub.Host;

/// <summary>Where the started server listens, with the real ports.</summary>
internal sealed class ListeningAddresses(IServer server, TcpEndpoints tcp)
{
    /// <summary>The dashboard's addresses: the server's, without the TCP endpoints, which Kestrel lists among them.</summary>
    public IEnumerable<string> Dashboard()
    {
        var all = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return all.Skip(tcp.Count).Select(BindingAddress.Parse)
            .Select(address => $"{address.Scheme}://{DashboardAddresses.Reachable(address.Host)}:{address.Port}");
    }
}
