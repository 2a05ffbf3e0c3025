namespace PayHub.Web.Live;

/// <summary>
/// A query whose result many pages show. Everyone who asks before it starts gets the same result, and it starts after they
/// asked: a page that was just told of a change never gets what was read before it.
/// </summary>
/// <typeparam name="T">The result, shared by all who asked: immutable.</typeparam>
/// <param name="query">Reads it.</param>
/// <param name="clock">The hub's clock.</param>
public sealed class SharedQuery<T>(Func<CancellationToken, Task<T>> query, TimeProvider clock)
{
    // All pages hear of a change at once; the first one to ask waits for the others.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MinGap = TimeSpan.FromMilliseconds(250);

    private readonly Lock _asking = new();
    private Task<T>? _next;
    private Task _running = Task.CompletedTask;
    private long? _started;

    /// <summary>Reads what is true now, at most every 250 ms for all together.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up; the query goes on for the others.</exception>
    public Task<T> GetAsync(CancellationToken cancellationToken = default)
    {
        lock (_asking)
        {
            return (_next ??= Start()).WaitAsync(cancellationToken);
        }
    }

    private Task<T> Start()
    {
        var next = Task.Run(RunAsync);
        // Whoever asked may be gone when it fails; they have logged it, or nobody wants to know.
        next.ContinueWith(static t => t.Exception, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously);
        return next;
    }

    private async Task<T> RunAsync()
    {
        var rest = _started is { } last ? MinGap - clock.GetElapsedTime(last) : TimeSpan.Zero;
        await Task.Delay(rest > Gather ? rest : Gather, clock);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task<T> mine;
        lock (_asking)
        {
            _started = clock.GetTimestamp();
            _next = null;
            _running = mine = Task.Run(() => query(CancellationToken.None));
        }
        return await mine;
    }
}
