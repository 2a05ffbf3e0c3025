using System.Diagnostics;
using System.Text;

namespace PayHub.Bench.Payments;

/// <summary>A payer and a payee: the payee submits; one of the two is told, the payer by the classic protocol, else the payee.</summary>
internal sealed class PayingPair : IAsyncDisposable
{
    private readonly BenchAccount _payer;
    private readonly BenchAccount _payee;
    private readonly Payloads _payloads;
    private readonly AckReader _acks;
    private readonly Queue<long> _sent = new();
    private readonly int _window;
    private readonly Task _drained;

    private PayingPair(BenchAccount payer, BenchAccount payee, Payloads payloads, bool isSigned, int window)
    {
        (_payer, _payee, _payloads, _window) = (payer, payee, payloads, window);
        _acks = isSigned ? new AckReader(payee.Stream, "100 OK#"u8.ToArray()) : new AckReader(payer.Stream, "Transfer OK!"u8.ToArray());
        _drained = isSigned ? payer.Stream.CopyToAsync(Stream.Null) : Task.CompletedTask;
    }

    /// <summary>How long each payment took, in ticks of <see cref="Stopwatch"/>.</summary>
    public List<long> Latencies { get; } = new(100_000);

    public static async Task<PayingPair> ConnectAsync(HostUnderTest host, PaymentMode mode, int number, int window, int payments)
    {
        var payer = await BenchAccount.EnterAsync(host, $"payer{number}", mode.IsSigned());
        var payee = await BenchAccount.EnterAsync(host, $"payee{number}", mode.IsSigned());
        return new PayingPair(payer, payee, Payloads.Make(mode, payer, payee, host.Fingerprint, payments), mode.IsSigned(), window);
    }

    public async Task PayUntilAsync(long until, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_sent.Count < _window && Stopwatch.GetTimestamp() < until)
            {
                var payment = _payloads.Next();
                _sent.Enqueue(Stopwatch.GetTimestamp());
                await _payee.Stream.WriteAsync(payment, cancellationToken);
            }
            if (_sent.Count == 0)
                return;
            var acknowledged = await _acks.ReadAsync(cancellationToken);
            var now = Stopwatch.GetTimestamp();
            for (var i = 0; i < acknowledged; i++)
                Latencies.Add(now - _sent.Dequeue());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _payer.DisposeAsync();
        await _payee.DisposeAsync();
        await _drained.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }
}

/// <summary>Counts the lines of a connection, each of which must be an acknowledgement.</summary>
/// <param name="stream">The connection.</param>
/// <param name="expected">How each line begins.</param>
internal sealed class AckReader(Stream stream, byte[] expected)
{
    private readonly byte[] _buffer = new byte[65536];
    private int _filled;

    /// <summary>Waits for at least one.</summary>
    public async ValueTask<int> ReadAsync(CancellationToken cancellationToken)
    {
        var lines = 0;
        while (lines == 0)
        {
            var count = await stream.ReadAsync(_buffer.AsMemory(_filled), cancellationToken);
            if (count == 0)
                throw new InvalidOperationException("The hub closed a connection.");
            _filled += count;
            lines = TakeLines();
        }
        return lines;
    }

    private int TakeLines()
    {
        var (lines, start) = (0, 0);
        for (int end; (end = _buffer.AsSpan(start, _filled - start).IndexOf((byte)'\n')) >= 0; start += end + 1)
        {
            if (!_buffer.AsSpan(start).StartsWith(expected))
                throw new InvalidOperationException($"The hub said: {Encoding.ASCII.GetString(_buffer, start, end)}");
            lines++;
        }
        _filled -= start;
        _buffer.AsSpan(start, _filled).CopyTo(_buffer);
        return lines;
    }
}
