using PayHub.Bench.Limits;

namespace PayHub.Bench.Payments;

/// <summary>What the machine allows in a mode, measured in the same run, while the hub does not run.</summary>
/// <param name="Bare">SQLite alone, with the hub's rows and batches.</param>
/// <param name="Crypto">Operations a second on all cores: the one that the mode needs for each payment; null where it needs none.</param>
/// <param name="Pgbench">PostgreSQL's own benchmark, where that was asked for.</param>
internal sealed record PaymentLimits(BareLoopFigures Bare, double? Crypto, PgbenchFigures? Pgbench)
{
    private static readonly TimeSpan CryptoTime = TimeSpan.FromSeconds(2);

    /// <summary>Operations a second on all cores. Asked before the run and after it, because the machine's speed drifts.</summary>
    public static async Task<double?> CryptoAsync(PaymentSettings settings, CancellationToken cancellationToken)
    {
        var time = settings.Duration < CryptoTime ? settings.Duration : CryptoTime;
        return settings.Mode switch
        {
            PaymentMode.Plain => null,
            PaymentMode.Signed => await CryptoLimits.VerifyAsync(time, cancellationToken),
            _ => await CryptoLimits.UnsealAsync(time, cancellationToken),
        };
    }

    /// <summary>Measures the rest when the run is over, and takes the mean of the cryptography's before and after.</summary>
    public static async Task<PaymentLimits> MeasureAsync(
        PaymentSettings settings, double? meanBatch, double? cryptoBefore, CancellationToken cancellationToken)
    {
        var time = TimeSpan.FromSeconds(Math.Clamp(settings.Duration.TotalSeconds / 2, 0.5, 5));
        var crypto = (cryptoBefore + await CryptoAsync(settings, cancellationToken)) / 2;
        var bare = await BareLoop.MeasureAsync(settings.Mode, settings.Pairs, meanBatch ?? settings.Pairs * settings.Window, time, cancellationToken);
        return new PaymentLimits(bare, crypto, settings.Pgbench ? await Limits.Pgbench.MeasureAsync(cancellationToken) : null);
    }
}
