using System.CommandLine;
using PayHub.Bench.Connections;
using PayHub.Bench.Dashboards;
using PayHub.Bench.Micro;
using PayHub.Bench.Payments;
using PayHub.Bench.Reading;
using PayHub.Bench.Seeding;
using PayHub.Bench.Starting;
using PayHub.Bench.Verifying;

namespace PayHub.Bench;

/// <summary>The command line.</summary>
internal static class Program
{
    // After Ctrl-C: long enough to stop a hub with thousands of connections, and to remove its folder.
    private static readonly InvocationConfiguration Patient = new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) };

    /// <summary>Everything that can be asked for.</summary>
    public static RootCommand CreateCommand() =>
        new("Measures a real hub, which it starts by itself on this machine. Build it in Release: dotnet run -c Release --project PayHub.Bench -- payments")
        {
            PaymentsVerb.Create(),
            ConnectionsVerb.Create(),
            DashboardVerb.Create(),
            SeedVerb.Create(),
            QueriesVerb.Create(),
            StartupVerb.Create(),
            VerifyVerb.Create(),
            MicroVerb.Create(),
            BareEndpointVerb.Create(),
        };

    private static Task<int> Main(string[] arguments)
    {
        InlineCompletions.Enable();
        return CreateCommand().Parse(arguments).InvokeAsync(Patient);
    }
}
