using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PayHub.Tests.Support;

/// <summary>Collects what a hub logs as an error, so that a test fails when it did not expect one.</summary>
internal sealed class ErrorLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(EventId Id, string Text)> _errors = new();
    private readonly ConcurrentDictionary<int, bool> _expected = new();

    /// <summary>From now on an error with this event id is part of the test.</summary>
    public void Expect(int eventId) => _expected[eventId] = true;

    /// <summary>Waits until an error with this event id was logged.</summary>
    public async Task WaitForAsync(int eventId)
    {
        using var bound = new CancellationTokenSource(TestEnvironment.Bound);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (_errors.All(e => e.Id.Id != eventId))
            await timer.WaitForNextTickAsync(bound.Token);
    }

    /// <summary>All errors so far, expected or not.</summary>
    public IReadOnlyList<string> All => [.. _errors.Select(e => e.Text)];

    public IReadOnlyList<string> Unexpected => [.. _errors.Where(e => !_expected.ContainsKey(e.Id.Id)).Select(e => e.Text)];

    /// <summary>Fails with all that was not expected, whole.</summary>
    public void AssertNoneUnexpected()
    {
        if (Unexpected.Count > 0)
            Assert.Fail(string.Join('\n', Unexpected));
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(ErrorLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                log._errors.Enqueue((eventId, $"{category}[{eventId.Id}]: {formatter(state, exception)} {exception}"));
        }
    }
}
