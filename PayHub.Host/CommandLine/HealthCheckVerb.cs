using System.CommandLine;
using System.Net;

namespace PayHub.Host.CommandLine;

/// <summary><c>healthcheck</c>: asks the hub on this machine whether it is ready, for container engines.</summary>
internal static class HealthCheckVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create(string[] settings)
    {
        var verb = new Command("healthcheck", "Ask the running hub whether it is ready; exit code 0 where it is, else 1");
        verb.SetAction((_, cancellationToken) => RunAsync(settings, cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        var configuration = HubHost.CreateBuilder(settings).Configuration;
        if (!HubCommandLine.Accept(configuration))
            return 1;
        var address = RunningHub.AddressOf(configuration);
        // The certificate names the hub as others call it, not as localhost.
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var response = await client.GetAsync($"{address}/healthz/ready", cancellationToken);
            Console.WriteLine($"{address}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
            return response.StatusCode == HttpStatusCode.OK ? 0 : 1;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"payhub: the hub at {address} does not answer: {error.Message}");
            return 1;
        }
    }
}
