using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PayHub.Data.Model;
using PayHub.Data.Queries;
using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;

namespace PayHub.Tests.Web;

public sealed class PaymentSeriesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Payments_fall_into_their_minutes_and_what_comes_later_is_added()
    {
        await using var scratch = ScratchLedger.Create("alice", "bob");
        scratch.Transfer(2, 3, 7, seconds: -8 * 86_400);
        scratch.Transfer(2, 3, 10, seconds: -6 * 86_400);
        scratch.Transfer(2, 3, 20, seconds: -3600);
        scratch.Transfer(1, 3, 1000, TransferKind.Deposit, seconds: -60);
        scratch.Transfer(2, 3, 30, seconds: -59);
        scratch.Transfer(2, 3, 40, seconds: -1);
        await scratch.SaveAsync();
        var clock = new ManualClock(scratch.Start);
        using var timed = new PaymentSeries(scratch.Database, clock, NullLogger<PaymentSeries>.Instance);
        await timed.StartAsync(Stop);
        var history = await FilledAsync(timed);

        Assert.Equal([(2L, 70)], history.Of(HistoryRange.Hour).Where(b => b.Payments > 0).Select(b => (b.Payments, (int)b.Volume)));
        Assert.Equal([(1L, 20), (2L, 70)], history.Of(HistoryRange.Day).Where(b => b.Payments > 0).Select(b => (b.Payments, (int)b.Volume)));
        Assert.Equal([(1L, 10), (3L, 90)], history.Of(HistoryRange.Week).Where(b => b.Payments > 0).Select(b => (b.Payments, (int)b.Volume)));
        Assert.Equal((60, 96, 168), (history.Of(HistoryRange.Hour).Count, history.Of(HistoryRange.Day).Count, history.Of(HistoryRange.Week).Count));
        await timed.StopAsync(Stop);
    }

    [Fact]
    public async Task A_long_ledger_is_filled_from_the_newest_back_in_stretches()
    {
        await using var scratch = ScratchLedger.Create("alice", "bob");
        await scratch.SaveAsync();
        await scratch.ManyPaymentsAsync(120_000);
        using var series = new PaymentSeries(scratch.Database, new RealTimeFrom(scratch.Start.AddSeconds(1)), NullLogger<PaymentSeries>.Instance);
        Assert.Null(series.Latest());
        await series.StartAsync(Stop);
        var first = await series.NextAsync(Stop).WaitAsync(TestEnvironment.Bound, Stop);
        Assert.False(first.Holds(HistoryRange.Week));
        var filled = await FilledAsync(series);
        Assert.Equal(120_000, filled.Of(HistoryRange.Week).Sum(b => b.Payments));
        await series.StopAsync(Stop);
    }

    [Fact]
    public async Task Whatever_goes_wrong_is_logged_and_the_next_one_to_ask_is_answered()
    {
        await using var scratch = ScratchLedger.Create("alice", "bob");
        scratch.Transfer(2, 3, 7, seconds: -60);
        await scratch.SaveAsync();
        var log = new FirstError();
        using var series = new PaymentSeries(scratch.Database, new FaultyClock(scratch.Start), log);
        Assert.Null(series.Latest());
        await series.StartAsync(Stop);
        Assert.IsType<InvalidOperationException>(await log.First.Task.WaitAsync(TestEnvironment.Bound, Stop));
        var filled = await FilledAsync(series);
        Assert.Equal(1, filled.Of(HistoryRange.Hour).Sum(b => b.Payments));
        Assert.False(series.ExecuteTask!.IsCompleted);
        await series.StopAsync(Stop);
    }

    private static async Task<PaymentHistory> FilledAsync(PaymentSeries series)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        bound.CancelAfter(TestEnvironment.Bound);
        PaymentHistory history;
        do
            history = await series.NextAsync(bound.Token);
        while (!history.Holds(HistoryRange.Week));
        return history;
    }

    // Fails once, with an exception that is not the database's.
    private sealed class FaultyClock(DateTimeOffset start) : TimeProvider
    {
        private int _looks;

        public override DateTimeOffset GetUtcNow() => Interlocked.Increment(ref _looks) == 1 ? throw new InvalidOperationException("a fault made by the test") : start;
    }

    private sealed class FirstError : ILogger<PaymentSeries>
    {
        public TaskCompletionSource<Exception> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => First.TrySetResult(exception!);
    }

    private sealed class RealTimeFrom(DateTimeOffset start) : TimeProvider
    {
        private readonly long _began = System.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => start + System.GetElapsedTime(_began);
    }
}
