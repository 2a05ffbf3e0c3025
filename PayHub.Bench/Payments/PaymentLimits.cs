using PayHub.Bench.Limits;

namespace PayHub.Bench.Payments;

/// <summary>What the machine allows in a mode, measured in the same run, when the hub has stopped.</summary>
/// <param name="Bare">SQLite alone, with the hub's rows and batches.</param>
/// <param name="Crypto">Operations a second on all cores: the one that the mode needs for each payment; null where it needs none.</param>
/// <param name="Pgbench">PostgreSQL's own benchmark, where that was asked for.</param>
internal sealed record PaymentLimits(BareLoopFigures Bare, double? Crypto, PgbenchFigures? Pgbench)
{
    private static readonly TimeSpan CryptoTime = TimeSpan.FromSeconds(2);

    public static async Task<PaymentLimits> MeasureAsync(PaymentSettings settings, double? meanBatch, CancellationToken cancellationToken)
    {
        var time = TimeSpan.FromSeconds(Math.Clamp(settings.Duration.TotalSeconds / 2, 0.5, 5));
        var cryptoTime = settings.Duration < CryptoTime ? settings.Duration : CryptoTime;
        var bare = await BareLoop.MeasureAsync(settings.Mode, settings.Pairs, meanBatch ?? settings.Pairs * settings.Window, time, cancellationToken);
        double? crypto = settings.Mode switch
        {
            PaymentMode.Plain => null,
            PaymentMode.Signed => await CryptoLimits.VerifyAsync(cryptoTime, cancellationToken),
            _ => await CryptoLimits.UnsealAsync(cryptoTime, cancellationToken),
        };
        return new PaymentLimits(bare, crypto, settings.Pgbench ? await Limits.Pgbench.MeasureAsync(cancellationToken) : null);
    }
}
