using System.Net;
using PayHub.Bench.Hosts;
using PayHub.Bench.Payments;
using PayHub.Bench.Reports;

namespace PayHub.Bench.Connections;

/// <summary>The same number of connections at a hub, logged in, and at a bare endpoint; and payments without and with them.</summary>
internal sealed class ConnectionsRun(int count, bool isTls, TimeSpan duration)
{
    private readonly PaymentSettings _payments = new()
    {
        Mode = PaymentMode.Plain, Pairs = 16, Window = 4, Duration = duration, WarmUp = TimeSpan.FromSeconds(5), Prepare = 0,
    };

    public async Task<Report> RunAsync(CancellationToken cancellationToken)
    {
        await SayAsync("a bare endpoint");
        var bare = await MeasureBareAsync(isTls ? BareTls.AsTheHub : BareTls.None, cancellationToken);
        var resuming = isTls ? await MeasureBareAsync(BareTls.Resuming, cancellationToken) : null;
        await SayAsync("a hub");
        await using var host = await HostUnderTest.StartAsync(cancellationToken);
        await using var group = new PairGroup(host.Address, _payments, PairNames.Fresh());
        await group.GrowAsync(_payments.Pairs, cancellationToken);
        await group.PayAsync(_payments.WarmUp, cancellationToken);
        var without = await group.PayAsync(duration, cancellationToken);
        await using var crowd = new IdleCrowd(async i => await BenchAccount.EnterAsync(host.Address, $"idle{i}", isTls));
        var hub = await crowd.ConnectAsync(count, () => host.WorkingSet, () => ReadHeapAsync(host.Address, cancellationToken), cancellationToken);
        var with = await group.PayAsync(duration, cancellationToken);
        var report = Describe(hub, bare, without, with);
        if (resuming is not null)
            report.Add("memory each at a bare Kestrel that resumes TLS sessions, KB", "N1", null, resuming.Bytes / 1024, (hub.Bytes - resuming.Bytes) / 1024);
        // By then the collector has run: what the logins left behind is gone, what sessions hold is not.
        report.Add("memory each after these payments, KB", "N1", (host.WorkingSet - hub.Before) / (1024.0 * count));
        return report;
    }

    private Task SayAsync(string what) => Console.Error.WriteLineAsync($"{count} connections to {what}.");

    private async Task<CrowdFigures> MeasureBareAsync(BareTls tls, CancellationToken cancellationToken)
    {
        await using var program = StartBare(tls);
        var end = IPEndPoint.Parse(await program.ReadAsync(BareEndpoint.Label, cancellationToken));
        program.IgnoreTheRest();
        await using var crowd = new IdleCrowd(async _ => await BareConnection.OpenAsync(end, isTls, cancellationToken));
        return await crowd.ConnectAsync(count, () => program.WorkingSet, () => Task.FromResult<double?>(null), cancellationToken);
    }

    // With the host's own settings of the runtime, the collector's above all: otherwise these would be compared.
    private static ChildProgram StartBare(BareTls tls)
    {
        var settings = Path.ChangeExtension(HostUnderTest.Program, ".runtimeconfig.json");
        return ChildProgram.Start(
            Path.GetTempPath(),
            ["exec", "--runtimeconfig", settings, typeof(ConnectionsRun).Assembly.Location, BareEndpointVerb.Name, BareEndpointVerb.TlsOption, $"{tls}"]);
    }

    private static async Task<double?> ReadHeapAsync(HubAddress hub, CancellationToken cancellationToken) =>
        (await hub.ReadMetricsAsync(cancellationToken)).Sum("dotnet_gc_last_collection_memory_committed_size_bytes");

    private Report Describe(CrowdFigures hub, CrowdFigures bare, LoadFigures without, LoadFigures with)
    {
        var report = new Report("connections", "hub", "bare Kestrel", "difference");
        report.Add("memory each, KB", "N1", hub.Bytes / 1024, bare.Bytes / 1024, (hub.Bytes - bare.Bytes) / 1024);
        report.Add("  of it managed, KB", "N1", hub.ManagedBytes / 1024);
        report.Add("  of it native, KB", "N1", (hub.Bytes - hub.ManagedBytes) / 1024);
        report.Add("taken and logged in within, s", "N1", count / hub.PerSecond, count / bare.PerSecond);
        report.Add("taken a second, logged in", "N0", hub.PerSecond, bare.PerSecond);
        report.Add("payments/s without them", "N0", without.PerSecond);
        report.Add("payments/s with them", "N0", with.PerSecond);
        report.Add("payments p99 without them, ms", "N2", without.P99);
        report.Add("payments p99 with them, ms", "N2", with.P99);
        report.Note("Managed is what the collector has committed, garbage that it has not looked at included; native is the rest.");
        report.Note($"{count} idle sessions {(isTls ? "over TLS with client certificates" : "in clear")}; payments: plain, {_payments.Pairs} pairs, window {_payments.Window}.");
        return report;
    }
}
