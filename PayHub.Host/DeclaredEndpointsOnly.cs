using Microsoft.AspNetCore.Hosting.Server.Features;

namespace PayHub.Host;

/// <summary>
/// Hosting hands Kestrel the addresses of the settings, which are declared as endpoints already; Kestrel would warn that it
/// leaves the former alone. Startup filters run after the one and before the other.
/// </summary>
internal sealed class DeclaredEndpointsOnly : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.ServerFeatures.Get<IServerAddressesFeature>()?.Addresses.Clear();
        next(app);
    };
}
