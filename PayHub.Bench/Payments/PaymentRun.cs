using PayHub.Bench.Hosts;

namespace PayHub.Bench.Payments;

/// <summary>What one run against one hub measured.</summary>
/// <param name="Load">What the payers saw.</param>
/// <param name="Use">What the hub used for it.</param>
/// <param name="Half">At half of that rate, where that was asked for.</param>
/// <param name="All">Payments executed in all, the warm-up among them.</param>
internal sealed record PaymentFigures(LoadFigures Load, HubUse Use, LoadFigures? Half, long All)
{
    /// <summary>Bytes of database a payment, once the hub has stopped.</summary>
    public double? DatabaseBytes { get; init; }

    /// <summary>What the hub's own verify said, and whether it was content.</summary>
    public (string Said, bool IsSound)? Verified { get; init; }

    /// <summary>Payments a commit.</summary>
    public double? MeanBatch => Use.Commits > 0 ? Load.Payments / Use.Commits : null;
}

/// <summary>Warms up, measures, and checks what was written.</summary>
internal sealed class PaymentRun(PaymentSettings settings)
{
    /// <summary>Against a hub that runs, and goes on running.</summary>
    public async Task<PaymentFigures> OnRunningAsync(HubAddress hub, CancellationToken cancellationToken)
    {
        // A dashboard that is not there is told before accounts are opened.
        await hub.ReadMetricsAsync(cancellationToken);
        return await AgainstAsync(hub, null, PairNames.Fresh(), cancellationToken);
    }

    /// <summary>Against a hub of its own, on an empty directory, which is verified at the end.</summary>
    public async Task<PaymentFigures> OnFreshAsync(CancellationToken cancellationToken)
    {
        await using var host = await HostUnderTest.StartAsync(cancellationToken);
        var figures = await AgainstAsync(host.Address, host, PairNames.Fresh(), cancellationToken);
        return (await VerifyAsync(host, figures, cancellationToken)) with { DatabaseBytes = host.DatabaseBytes / (double)figures.All };
    }

    /// <summary>Against a hub on a copy of a directory, among whose accounts the payments go.</summary>
    public async Task<PaymentFigures> OnCopyAsync(DirectoryInfo data, CancellationToken cancellationToken)
    {
        await using var host = await HostUnderTest.StartAsync(cancellationToken, data);
        var figures = await AgainstAsync(host.Address, host, PairNames.StoredIn(host.Database, settings.Pairs), cancellationToken);
        return await VerifyAsync(host, figures, cancellationToken);
    }

    private async Task<PaymentFigures> AgainstAsync(HubAddress hub, HostUnderTest? host, IEnumerable<PairNames> names, CancellationToken cancellationToken)
    {
        await using var group = new PairGroup(hub, settings, names);
        await group.GrowAsync(settings.Pairs, cancellationToken);
        await Console.Error.WriteLineAsync($"Pairs logged in: {settings.Pairs}; {(settings.WarmUp + settings.Duration).TotalSeconds} s to go.");
        await group.PayAsync(settings.WarmUp, cancellationToken);
        var meter = new HubMeter(hub, host);
        await meter.StartAsync(cancellationToken);
        var load = await group.PayAsync(settings.Duration, cancellationToken);
        var use = await meter.StopAsync(cancellationToken);
        var half = settings.Half
            ? await PaymentLoad.PayAtAsync(group.Pairs, settings.Window, Math.Max(1, (int)(load.PerSecond / 2)), settings.Duration, cancellationToken)
            : null;
        return new PaymentFigures(load, use, half, group.Answered);
    }

    private static async Task<PaymentFigures> VerifyAsync(HostUnderTest host, PaymentFigures figures, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync("Measured; the hub stops, and verifies its ledger.");
        await host.StopAsync();
        return figures with { Verified = await host.VerifyAsync(cancellationToken) };
    }
}
