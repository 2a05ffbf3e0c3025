using System.Globalization;
using PayHub.Bench.Hosts;
using PayHub.Bench.Reports;

namespace PayHub.Bench.Payments;

/// <summary>Pairs that are logged in, as many as are asked for.</summary>
/// <param name="hub">The hub.</param>
/// <param name="settings">The form of payments.</param>
/// <param name="names">Who they are.</param>
internal sealed class PairGroup(HubAddress hub, PaymentSettings settings, IEnumerable<PairNames> names) : IAsyncDisposable
{
    private const int AtOnce = 64;
    private readonly List<PayingPair> _pairs = [];
    private readonly IEnumerator<PairNames> _names = names.GetEnumerator();

    public IReadOnlyList<PayingPair> Pairs => _pairs;

    /// <summary>Payments that all of them made, ever.</summary>
    public long Answered => _pairs.Sum(pair => pair.Answered);

    /// <summary>Connects what is missing, many at once.</summary>
    /// <exception cref="BenchException">The machine allows fewer connections.</exception>
    public async Task GrowAsync(int count, CancellationToken cancellationToken)
    {
        OpenFiles.Require(2 * count);
        var missing = new List<PairNames>();
        while (_pairs.Count + missing.Count < count && _names.MoveNext())
            missing.Add(_names.Current);
        var connected = _pairs.Count;
        await Parallel.ForEachAsync(
            missing, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (some, _) =>
            {
                var pair = await PayingPair.ConnectAsync(hub, some, settings.Mode, settings.MostAtOnce);
                lock (_pairs)
                    _pairs.Add(pair);
            });
        await PrepareAsync(_pairs[connected..], settings.PaymentsAPair(count), cancellationToken);
    }

    /// <summary>Pays as the settings say.</summary>
    public Task<LoadFigures> PayAsync(TimeSpan time, CancellationToken cancellationToken) => settings.Rate is { } rate
        ? PaymentLoad.PayAtAsync(_pairs, settings.Window, rate, time, cancellationToken)
        : PaymentLoad.PayAsync(_pairs, settings.Window, time, cancellationToken);

    // When all are connected: so much work beside them would let handshakes take longer than the hub waits.
    private async Task PrepareAsync(List<PayingPair> pairs, int payments, CancellationToken cancellationToken)
    {
        if (settings.Mode.IsSigned())
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Making {(long)pairs.Count * payments:N0} payments."));
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Task.Run(() => Parallel.ForEach(pairs, options, pair => pair.Prepare(settings.Mode, hub.Fingerprint, payments)), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _names.Dispose();
        await Parallel.ForEachAsync(_pairs, async (pair, _) => await pair.DisposeAsync());
    }
}
