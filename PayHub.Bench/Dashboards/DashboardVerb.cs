using System.CommandLine;
using PayHub.Bench.Hosts;

namespace PayHub.Bench.Dashboards;

/// <summary><c>dashboard</c>: what open dashboards cost payments, and how soon they show one.</summary>
internal static class DashboardVerb
{
    public static Command Create()
    {
        var browsers = Options.Number("--browsers", "Dashboards to open: tabs of one Chromium, unless --circuits is given", 20, 1, 1000);
        var circuits = new Option<bool>("--circuits") { Description = "Open their circuits from this program, as SignalR clients: no browser draws, and takes cores from the hub" };
        var rate = Options.Number("--rate", "Plain payments a second, sent when they are due", 500, 1, 1_000_000);
        var duration = Options.Number("--duration", "Seconds to measure, once without and once with dashboards", 20, 1, 3600);
        var warmUp = Options.Number("--warm-up", "Seconds of payments before each, in which code is compiled; not counted", 30, 1, 3600);
        var json = Options.Json();
        var verb = new Command("dashboard", "Payments at a fixed rate without and with open dashboards") { browsers, circuits, rate, duration, warmUp, json };
        return verb.Runs(async (parsed, cancellationToken) =>
        {
            await using var host = await HostUnderTest.StartAsync(cancellationToken, null, OpenDashboards.Settings);
            var plan = new DashboardPlan(
                parsed.GetValue(browsers), parsed.GetValue(circuits), parsed.GetValue(rate),
                TimeSpan.FromSeconds(parsed.GetValue(warmUp)), TimeSpan.FromSeconds(parsed.GetValue(duration)));
            var figures = await new DashboardRun(host, plan).RunAsync(cancellationToken);
            await figures.ToReport().PublishAsync(parsed.GetValue(json));
            return 0;
        });
    }
}
