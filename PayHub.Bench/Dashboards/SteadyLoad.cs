using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using PayHub.Bench.Hosts;
using PayHub.Bench.Payments;

namespace PayHub.Bench.Dashboards;

/// <summary>Plain payments at a fixed rate, whether the hub keeps up or not: each is sent when it is due, and timed from then.</summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private readonly List<Lane> _lanes = [];
    private readonly int _rate;

    private SteadyLoad(int rate) => _rate = rate;

    /// <summary>Registers and logs in the pairs among which the payments go round.</summary>
    public static async Task<SteadyLoad> ConnectAsync(HubAddress hub, int pairs, int rate)
    {
        var load = new SteadyLoad(rate);
        for (var i = 0; i < pairs; i++)
        {
            var payer = await BenchAccount.EnterAsync(hub, $"payer{i}", isKeyed: false);
            load._lanes.Add(new Lane(payer, await BenchAccount.EnterAsync(hub, $"payee{i}", isKeyed: false)));
        }
        return load;
    }

    /// <summary>Pays for a time, and waits for all answers.</summary>
    /// <returns>The payments, in the order of their answers.</returns>
    public async Task<IReadOnlyList<PaidAt>> PayAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var count = (int)(time.TotalSeconds * _rate);
        var answers = _lanes.Select((lane, i) => lane.AnswersAsync((count - i + _lanes.Count - 1) / _lanes.Count, cancellationToken)).ToList();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var due = start + (i * Stopwatch.Frequency / _rate);
            while (Stopwatch.GetTimestamp() < due)
                await Task.Delay(1, cancellationToken);
            await _lanes[i % _lanes.Count].PayAsync(due, cancellationToken);
        }
        var all = await Task.WhenAll(answers);
        return [.. all.SelectMany(some => some).OrderBy(paid => paid.At)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes)
            await lane.DisposeAsync();
    }

    private sealed class Lane(BenchAccount payer, BenchAccount payee) : IAsyncDisposable
    {
        private readonly byte[] _payment = Encoding.ASCII.GetBytes($"{payer.Name}#1#{payee.Name}\n");
        private readonly AckReader _acks = new(payer.Stream, "Transfer OK!"u8.ToArray());
        private readonly ConcurrentQueue<long> _due = new();

        public ValueTask PayAsync(long due, CancellationToken cancellationToken)
        {
            _due.Enqueue(due);
            return payee.Stream.WriteAsync(_payment, cancellationToken);
        }

        public async Task<List<PaidAt>> AnswersAsync(int count, CancellationToken cancellationToken)
        {
            var paid = new List<PaidAt>(count);
            while (paid.Count < count)
            {
                var answered = await _acks.ReadAsync(cancellationToken);
                var (now, at) = (Stopwatch.GetTimestamp(), DateTimeOffset.UtcNow);
                for (; answered > 0 && _due.TryDequeue(out var due); answered--)
                    paid.Add(new PaidAt(at, Stopwatch.GetElapsedTime(due, now)));
            }
            return paid;
        }

        public async ValueTask DisposeAsync()
        {
            await payer.DisposeAsync();
            await payee.DisposeAsync();
        }
    }
}

/// <summary>An answered payment.</summary>
/// <param name="At">When the payer got the answer.</param>
/// <param name="Took">How long that was after the payment was due.</param>
internal readonly record struct PaidAt(DateTimeOffset At, TimeSpan Took);
