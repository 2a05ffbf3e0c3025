using System.CommandLine;
using PayHub.Bench.Reports;

namespace PayHub.Bench.Payments;

/// <summary><c>payments</c>: how many durable payments a second, and how long each takes.</summary>
internal static class PaymentsVerb
{
    public static Command Create()
    {
        var options = new PaymentOptions();
        var json = Options.Json();
        var verb = new Command("payments", "Payments between many pairs at once, durable, and what the machine allows beside them") { json };
        options.AddTo(verb);
        return verb.Runs((parsed, cancellationToken) => RunAsync(options.Read(parsed), parsed.GetValue(json), cancellationToken));
    }

    private static async Task<int> RunAsync(PaymentSettings settings, FileInfo? json, CancellationToken cancellationToken)
    {
        OpenFiles.Require(2 * settings.Pairs);
        var run = new PaymentRun(settings);
        if (settings.Hub is { } hub)
            return await PublishAsync(PaymentReport.OfRunning(settings, await run.OnRunningAsync(hub, cancellationToken)), json);
        if (settings.Curve)
            return await PublishAsync(await new CurveRun(settings).RunAsync(cancellationToken), json);
        var crypto = await PaymentLimits.CryptoAsync(settings, cancellationToken);
        var figures = await run.OnFreshAsync(cancellationToken);
        var stored = settings.Data is { } data ? await run.OnCopyAsync(data, cancellationToken) : null;
        var report = stored is not null
            ? PaymentReport.OfGrowth(settings, figures, stored)
            : PaymentReport.Of(settings, figures, await PaymentLimits.MeasureAsync(settings, figures.MeanBatch, crypto, cancellationToken));
        await report.PublishAsync(json);
        return figures.Verified is { IsSound: false } || stored?.Verified is { IsSound: false } ? 1 : 0;
    }

    private static async Task<int> PublishAsync(Report report, FileInfo? json)
    {
        await report.PublishAsync(json);
        return 0;
    }
}
