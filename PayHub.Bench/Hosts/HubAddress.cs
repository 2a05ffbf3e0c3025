using System.Net;

namespace PayHub.Bench.Hosts;

/// <summary>Where a hub is reached, and how it proves that it is that one.</summary>
/// <param name="Dashboard">Its dashboard, where <c>/metrics</c> is; null where that is not known.</param>
/// <param name="Tcp">The plain endpoint.</param>
/// <param name="Tls">The TLS endpoint.</param>
/// <param name="Fingerprint">Of the hub's identity key.</param>
internal sealed record HubAddress(Uri? Dashboard, IPEndPoint Tcp, IPEndPoint Tls, string Fingerprint)
{
    /// <summary>Reads the figures at <c>/metrics</c>.</summary>
    /// <returns>None, where the hub does not show any.</returns>
    public async Task<Metrics> ReadMetricsAsync(CancellationToken cancellationToken)
    {
        if (Dashboard is null)
            return Metrics.None;
        using var client = new HttpClient { BaseAddress = Dashboard };
        using var response = await client.GetAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);
        return response.IsSuccessStatusCode ? Metrics.Parse(await response.Content.ReadAsStringAsync(cancellationToken)) : Metrics.None;
    }
}
