using System.CommandLine;
using PayHub.Bench.Reports;

namespace PayHub.Bench.Connections;

/// <summary><c>connections</c>: what idle sessions cost, beside what Kestrel alone takes for them.</summary>
internal static class ConnectionsVerb
{
    // Those that warm up, and the payers.
    private const int Others = 400;

    public static Command Create()
    {
        var count = Options.Number("--count", "Idle sessions, logged in", 15_000, 1, 1_000_000);
        var tls = new Option<bool>("--tls") { Description = "Over TLS, with client certificates" };
        var duration = Options.Duration(5);
        var json = Options.Json();
        var verb = new Command("connections", "Memory and time of idle sessions, and their effect on payments") { count, tls, duration, json };
        return verb.Runs(async (parsed, cancellationToken) =>
        {
            OpenFiles.Require(parsed.GetValue(count) + Others);
            var run = new ConnectionsRun(parsed.GetValue(count), parsed.GetValue(tls), TimeSpan.FromSeconds(parsed.GetValue(duration)));
            await (await run.RunAsync(cancellationToken)).PublishAsync(parsed.GetValue(json));
            return 0;
        });
    }
}
