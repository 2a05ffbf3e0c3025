using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Queries;

/// <summary>
/// Payments by minute, of the last seven days, kept in memory: carried on from the last transfer seen, and at first use filled
/// from the newest back, in short reads with a rest after each, so that neither payments nor pages wait for it. However many
/// pages ask, it reads once in two seconds; while nobody asks, not at all.
/// </summary>
/// <param name="database">Read from.</param>
/// <param name="clock">The hub's clock.</param>
/// <param name="logger">The log.</param>
public sealed partial class PaymentSeries(PayHubDatabase database, TimeProvider clock, ILogger<PaymentSeries> logger) : BackgroundService
{
    private const int MinutesKept = 7 * 24 * 60 + 60;
    private const int Stretch = 25_000;
    private const long MicrosecondsAMinute = 60_000_000;
    private const long Half = 1_000_000;
    private static readonly TimeSpan MinGap = TimeSpan.FromSeconds(2);

    private readonly Slot[] _slots = new Slot[MinutesKept];
    private readonly SemaphoreSlim _asked = new(0, 1);
    private readonly Lock _asking = new();
    private volatile PaymentHistory? _latest;
    private TaskCompletionSource<PaymentHistory> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _seenTo;
    private long? _seenFrom;
    private DateTimeOffset _filledFrom = DateTimeOffset.MaxValue;

    /// <summary>What is known now, at once; null before anything is. Asking makes it be carried on.</summary>
    public PaymentHistory? Latest()
    {
        Ask();
        return _latest;
    }

    /// <summary>Waits for the next one.</summary>
    public Task<PaymentHistory> NextAsync(CancellationToken cancellationToken = default)
    {
        lock (_asking)
        {
            Ask();
            return _next.Task.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _asked.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _asked.WaitAsync(stoppingToken);
            try
            {
                await CatchUpAsync(stoppingToken);
                while (await FillBackAsync(stoppingToken))
                    await CatchUpAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // Whatever it was: charts are not worth the host. Asked again, it goes on where it was.
                LogFailed(error);
            }
            await Task.Delay(MinGap, clock, stoppingToken);
        }
    }

    private void Ask()
    {
        lock (_asking)
        {
            if (_asked.CurrentCount == 0)
                _asked.Release();
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        while (await StepAsync(cancellationToken) is { } took)
            // After a long quiet there is much to read: half of the time is left to others.
            await Task.Delay(took, clock, cancellationToken);
        Publish();
    }

    // Returns how long it took; null where it came to the head.
    private async Task<TimeSpan?> StepAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await using var db = database.OpenRead();
        var head = await db.LedgerHead.Select(h => h.LastTransfer).SingleAsync(cancellationToken);
        if (_seenFrom is null)
            (_seenTo, _seenFrom, _filledFrom) = (head, head + 1, clock.GetUtcNow());
        var to = Math.Min(head, _seenTo + Stretch);
        if (to > _seenTo)
            await AddAsync(db, _seenTo + 1, to, cancellationToken);
        _seenTo = to;
        return to < head ? Stopwatch.GetElapsedTime(started) : null;
    }

    private async Task<bool> FillBackAsync(CancellationToken cancellationToken)
    {
        if (_seenFrom is not { } before || _filledFrom == DateTimeOffset.MinValue)
            return false;
        var started = Stopwatch.GetTimestamp();
        await using (var db = database.OpenRead())
        {
            var since = clock.GetUtcNow().AddMinutes(-MinutesKept);
            var first = Math.Max(1, await BlockTimes.FirstIdSinceAsync(db, UnixMicroseconds.From(since), cancellationToken));
            var from = Math.Max(first, before - Stretch);
            if (from < before && await AddAsync(db, from, before - 1, cancellationToken) is { } minute)
                // Of the oldest minute there may be more in the next stretch.
                _filledFrom = UnixMicroseconds.ToMoment((minute + 1) * MicrosecondsAMinute);
            _seenFrom = from;
            if (from <= first)
                _filledFrom = DateTimeOffset.MinValue;
        }
        Publish();
        await Task.Delay(Stopwatch.GetElapsedTime(started), clock, cancellationToken);
        return _filledFrom > DateTimeOffset.MinValue;
    }

    // Returns the oldest minute that had a payment.
    private async Task<long?> AddAsync(PayHubDbContext db, long from, long to, CancellationToken cancellationToken)
    {
        var minutes = await db.Transfers
            .Where(t => t.Id >= from && t.Id <= to && t.Kind == TransferKind.Payment)
            .GroupBy(t => t.At / MicrosecondsAMinute)
            // An Int64 sum over so many rows can't overflow in either half.
            .Select(g => new { Minute = g.Key, Payments = g.LongCount(), High = g.Sum(t => t.Amount / Half), Low = g.Sum(t => t.Amount % Half) })
            .ToListAsync(cancellationToken);
        foreach (var m in minutes)
        {
            ref var slot = ref _slots[m.Minute % MinutesKept];
            if (slot.Minute < m.Minute)
                slot = new Slot(m.Minute, 0, 0);
            if (slot.Minute == m.Minute)
                slot = new Slot(m.Minute, slot.Payments + m.Payments, slot.Volume + (Int128)m.High * Half + m.Low);
        }
        return minutes.Count == 0 ? null : minutes.Min(m => m.Minute);
    }

    private void Publish()
    {
        var now = clock.GetUtcNow();
        var latest = new PaymentHistory(now, _filledFrom, range => Buckets(range, now));
        lock (_asking)
        {
            _latest = latest;
            _next.SetResult(latest);
            _next = new TaskCompletionSource<PaymentHistory>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private PaymentBucket[] Buckets(HistoryRange range, DateTimeOffset now)
    {
        var width = (long)PaymentHistory.Width(range).TotalMinutes;
        var count = PaymentHistory.Count(range);
        var first = (UnixMicroseconds.From(now) / MicrosecondsAMinute / width - count + 1) * width;
        return [.. Enumerable.Range(0, count).Select(i => Sum(first + i * width, width))];
    }

    private PaymentBucket Sum(long minute, long width)
    {
        var (payments, volume) = (0L, Int128.Zero);
        for (var m = minute; m < minute + width; m++)
        {
            var slot = _slots[m % MinutesKept];
            if (slot.Minute == m)
                (payments, volume) = (payments + slot.Payments, volume + slot.Volume);
        }
        return new PaymentBucket(UnixMicroseconds.ToMoment(minute * MicrosecondsAMinute), payments, volume);
    }

    [LoggerMessage(2201, LogLevel.Warning, "Payments over time could not be read; the next page that asks makes it go on")]
    private partial void LogFailed(Exception error);

    private readonly record struct Slot(long Minute, long Payments, Int128 Volume);
}
