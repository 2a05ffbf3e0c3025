using System.Diagnostics;
using System.Security.Cryptography;

namespace PayHub.Bench.Limits;

/// <summary>How often a second the runtime alone does the cryptography of payments, on all cores at once.</summary>
internal static class CryptoLimits
{
    /// <summary>Opens RSA-2048 OAEP-SHA256 blocks.</summary>
    public static Task<double> UnsealAsync(TimeSpan time, CancellationToken cancellationToken) => OnAllCoresAsync(
        () =>
        {
            var key = RSA.Create(2048);
            var block = key.Encrypt("payer#1#payee"u8, RSAEncryptionPadding.OaepSHA256);
            return () => key.Decrypt(block, RSAEncryptionPadding.OaepSHA256);
        },
        time, cancellationToken);

    /// <summary>Checks P-256 signatures over what is as long as a signed payment.</summary>
    public static Task<double> VerifyAsync(TimeSpan time, CancellationToken cancellationToken) => OnAllCoresAsync(
        () =>
        {
            var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var text = new byte[240];
            var signature = key.SignData(text, HashAlgorithmName.SHA256);
            return () => key.VerifyData(text, signature, HashAlgorithmName.SHA256);
        },
        time, cancellationToken);

    private static async Task<double> OnAllCoresAsync(Func<Action> prepare, TimeSpan time, CancellationToken cancellationToken)
    {
        var rates = await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Factory.StartNew(
            () => Rate(prepare(), time, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return rates.Sum();
    }

    private static double Rate(Action operation, TimeSpan time, CancellationToken cancellationToken)
    {
        operation();
        var count = 0L;
        var watch = Stopwatch.StartNew();
        for (; watch.Elapsed < time && !cancellationToken.IsCancellationRequested; count++)
            operation();
        return count / watch.Elapsed.TotalSeconds;
    }
}
