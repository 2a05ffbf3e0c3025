using System.Diagnostics;
using HdrHistogram;
using PayHub.Bench.Hosts;

namespace PayHub.Bench.Payments;

/// <summary>A payer and a payee: the payee submits; one of the two is told, the payer by the classic protocol, else the payee.</summary>
internal sealed class PayingPair : IAsyncDisposable
{
    private readonly BenchAccount _payer;
    private readonly BenchAccount _payee;
    private readonly AckReader _acks;
    private readonly Task _drained;

    // When each payment under way was due: filled by who sends, emptied by who reads the answers.
    private readonly long[] _due;
    private long _added;
    private long _answered;
    private int _unsent;
    private Payloads? _payloads;

    private PayingPair(BenchAccount payer, BenchAccount payee, bool isSigned, int most)
    {
        (_payer, _payee, _due) = (payer, payee, new long[most]);
        var bytes = Math.Clamp(most * 64, 512, 16384);
        _acks = isSigned ? new AckReader(payee.Stream, "100 OK#"u8.ToArray(), bytes) : new AckReader(payer.Stream, "Transfer OK!"u8.ToArray(), bytes);
        _drained = isSigned ? payer.Stream.CopyToAsync(Stream.Null, 4096) : Task.CompletedTask;
    }

    /// <summary>How many were answered, ever.</summary>
    public long Answered => Volatile.Read(ref _answered);

    /// <summary>How many more may be under way at once.</summary>
    public int Room => _due.Length - (int)(_added - Answered);

    /// <summary>Logs both in. What they pay is to be made before they do: see <see cref="Prepare"/>.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="names">Who they are.</param>
    /// <param name="mode">The form of payments.</param>
    /// <param name="most">The most payments under way at once.</param>
    public static async Task<PayingPair> ConnectAsync(HubAddress hub, PairNames names, PaymentMode mode, int most)
    {
        var payer = await BenchAccount.EnterAsync(hub, names.Payer, mode.IsSigned(), names.AreNew);
        try
        {
            var payee = await BenchAccount.EnterAsync(hub, names.Payee, mode.IsSigned(), names.AreNew);
            return new PayingPair(payer, payee, mode.IsSigned(), most);
        }
        catch
        {
            await payer.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a number of payments, or the one that serves again and again where the mode allows that.</summary>
    public void Prepare(PaymentMode mode, string fingerprint, int payments) =>
        _payloads = Payloads.Make(mode, _payer, _payee, fingerprint, payments, _due.Length);

    /// <summary>Notes payments that are to be sent with the next <see cref="SendAsync"/>; there must be room for them.</summary>
    public void Add(int count, long due)
    {
        for (var i = 0; i < count; i++)
            _due[(_added + i) % _due.Length] = due;
        _unsent += count;
        Volatile.Write(ref _added, _added + count);
    }

    /// <summary>Sends what was added, in one write.</summary>
    public ValueTask SendAsync(CancellationToken cancellationToken) => _payee.Stream.WriteAsync(TakeUnsent(), cancellationToken);

    /// <summary>As <see cref="SendAsync"/>, on this thread.</summary>
    public void Send() => _payee.Stream.Write(TakeUnsent().Span);

    /// <summary>Waits for answers, and notes how long each took.</summary>
    public async ValueTask ReadAnswersAsync(HistogramBase latencies, CancellationToken cancellationToken)
    {
        var count = await _acks.ReadAsync(cancellationToken);
        var now = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
            latencies.RecordValue(Math.Clamp(now - _due[(_answered + i) % _due.Length], 1, latencies.HighestTrackableValue));
        Volatile.Write(ref _answered, _answered + count);
    }

    public async ValueTask DisposeAsync()
    {
        await _payer.DisposeAsync();
        await _payee.DisposeAsync();
        await _drained.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private ReadOnlyMemory<byte> TakeUnsent()
    {
        var count = _unsent;
        _unsent = 0;
        return _payloads!.Take(count);
    }
}
