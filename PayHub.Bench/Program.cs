using System.CommandLine;
using PayHub.Bench;
using PayHub.Bench.Connections;
using PayHub.Bench.Dashboards;
using PayHub.Bench.Micro;
using PayHub.Bench.Payments;
using PayHub.Bench.Reading;
using PayHub.Bench.Seeding;
using PayHub.Bench.Starting;
using PayHub.Bench.Verifying;

InlineCompletions.Enable();
var root = new RootCommand("Measures a real hub, which it starts by itself on this machine. Build it in Release: dotnet run -c Release --project PayHub.Bench -- payments")
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
// After Ctrl-C: long enough to stop a hub with thousands of connections, and to remove its folder.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });
