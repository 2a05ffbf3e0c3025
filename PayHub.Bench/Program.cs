using System.CommandLine;
using PayHub.Bench.Dashboards;
using PayHub.Bench.Payments;
using PayHub.Bench.Reading;
using PayHub.Bench.Seeding;

var root = new RootCommand("Measures a real hub, which it starts by itself on this machine. Build it in Release: dotnet run -c Release --project PayHub.Bench -- payments")
{
    PaymentsVerb.Create(),
    DashboardVerb.Create(),
    SeedVerb.Create(),
    QueriesVerb.Create(),
};
return await root.Parse(args).InvokeAsync();
