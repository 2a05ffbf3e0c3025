using System.CommandLine;

namespace PayHub.Bench.Connections;

/// <summary><c>bare-endpoint</c>, which the verb <c>connections</c> starts as a process of its own.</summary>
internal static class BareEndpointVerb
{
    public const string Name = "bare-endpoint";
    public const string TlsOption = "--tls";

    public static Command Create()
    {
        var tls = new Option<BareTls>(TlsOption);
        return new Command(Name) { tls }.Hide().Runs(async (parsed, cancellationToken) =>
        {
            await BareEndpoint.RunAsync(parsed.GetValue(tls), cancellationToken);
            return 0;
        });
    }

    private static Command Hide(this Command verb)
    {
        verb.Hidden = true;
        return verb;
    }
}
