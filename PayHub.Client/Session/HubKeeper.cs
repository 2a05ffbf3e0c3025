using PayHub.Client.Hub;
using PayHub.Client.Output;
using PayHub.Protocol.Replies;

namespace PayHub.Client.Session;

/// <summary>What happens to the connection that a <see cref="HubKeeper"/> keeps.</summary>
internal interface IHubWatcher
{
    /// <summary>Logged in again. What it asks the hub, it may ask here.</summary>
    Task OnBackAsync(SecureHubConnection hub, AccountList list);

    /// <summary>The hub says something unasked.</summary>
    Task OnNewsAsync(SecureHubConnection hub, HubNews news);
}

/// <summary>Keeps an account logged in: hands on what the hub says, and connects again, with growing waits, when the connection is lost.</summary>
internal sealed class HubKeeper : IAsyncDisposable
{
    private const int TriesAfterTakeover = 4;
    private const int MostReturnsInVain = 4;
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(1);

    private readonly HubLogin _login;
    private readonly IWalletOutput _output;
    private readonly IHubWatcher _watcher;
    private readonly WalletLimits _limits;
    private readonly TimeProvider _clock;
    private readonly BackOff _backOff;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource<SecureHubConnection> _next = New();
    private volatile TaskCompletionSource _hurry = new();
    private volatile bool _isLeaving;
    private volatile string? _told;
    private long _toldAt;
    private string? _bye;
    private int _returnsInVain;

    /// <summary>Takes over a connection that is logged in; <see cref="Begin"/> hands on what it says.</summary>
    public HubKeeper(SecureHubConnection hub, HubLogin login, IHubWatcher watcher, IWalletOutput output, WalletLimits limits, TimeProvider clock)
    {
        (Current, _login, _watcher, _output, _limits, _clock) = (hub, login, watcher, output, limits, clock);
        _backOff = new BackOff(limits.FirstRetry, limits.LongestRetry);
    }

    /// <summary>The newest connection; it may be lost, and then refuses every request.</summary>
    public SecureHubConnection Current { get; private set; }

    /// <summary>Whether that one is not lost, as far as this wallet knows.</summary>
    public bool IsOnline => !Current.Closed.IsCompleted;

    /// <summary>
    /// Completes when this is disposed; fails with a <see cref="HubUntrustedException"/> or a <see cref="LoggedOutException"/> when the
    /// account can't be logged in again, ever, or with a <see cref="HubLostException"/> when another wallet of it stays online as well.
    /// </summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>From now on the watcher is told. Once, and when it is ready: what the hub has said already, it is told at once.</summary>
    public void Begin() => Ended = KeepAsync();

    /// <summary>Waits for a connection that is logged in.</summary>
    /// <param name="lost">The one that is lost.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="HubLostException">None came in time.</exception>
    /// <exception cref="HubUntrustedException">Another hub came.</exception>
    public async Task<SecureHubConnection> NextAsync(SecureHubConnection lost, TimeSpan limit, CancellationToken cancel)
    {
        Task<SecureHubConnection> next;
        lock (_lock)
        {
            if (Current != lost)
                return Current;
            next = _next.Task;
        }
        try
        {
            return await next.WaitAsync(limit, _clock, cancel);
        }
        catch (TimeoutException)
        {
            throw new HubLostException($"The hub was not back within {limit.TotalSeconds} s.");
        }
    }

    /// <summary>The owner does not want to wait: tries at once where the hub is away, and shows what comes of it.</summary>
    public void Hurry()
    {
        _told = null;
        _hurry.TrySetResult();
    }

    /// <summary>Says goodbye: from now on a lost connection stays lost. Bounded in time, never fails.</summary>
    public async Task LeaveAsync()
    {
        _isLeaving = true;
        try
        {
            await Current.ExitAsync().WaitAsync(_limits.ByeTimeout);
        }
        catch (Exception e) when (e is TimeoutException or HubLostException)
        {
            // The hub sees the end of the connection all the same.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Current.DisposeAsync();
        await Ended.ContinueWith(_ => { }, TaskScheduler.Default);
        // One that came back just then.
        await Current.DisposeAsync();
        _stop.Dispose();
    }

    private static TaskCompletionSource<SecureHubConnection> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task KeepAsync()
    {
        try
        {
            for (var isReturn = false; ; isReturn = true)
            {
                var since = _clock.GetTimestamp();
                await HandOnAsync();
                if (_isLeaving || _stop.IsCancellationRequested)
                    return;
                Judge(isReturn, _clock.GetElapsedTime(since));
                await ComeBackAsync();
            }
        }
        catch (OperationCanceledException)
        {
            _next.TrySetException(new HubLostException("The wallet leaves."));
        }
        catch (Exception e)
        {
            _next.TrySetException(e is LoggedOutException ? new HubLostException(e.Message) : e);
            throw;
        }
        finally
        {
            // Nobody may have waited for it.
            _ = _next.Task.Exception;
        }
    }

    // Whoever took over may be a command that is done in a moment. Two that stay would throw each other out for ever: each comes
    // back within its longest wait. The one that was there first gives in first, so that the other one stays.
    private void Judge(bool isReturn, TimeSpan lasted)
    {
        if (_bye == ByeNews.KeyChanged)
            throw LoggedOutException.ByKey(_login.Account);
        var isTakeover = _bye == ByeNews.Takeover;
        _returnsInVain = isTakeover && isReturn && lasted < _limits.LongestRetry + LongEnough ? _returnsInVain + 1 : 0;
        if (_returnsInVain == MostReturnsInVain)
        {
            throw new HubLostException(
                $"Another wallet of {_login.Account} is online and takes over each time that this one comes back. Close the other one, then start this one again.");
        }
        if (isTakeover)
            _backOff.Slow(TriesAfterTakeover);
        else if (_bye is null or ByeNews.Stopping || lasted > LongEnough)
            _backOff.Reset();
    }

    private async Task HandOnAsync()
    {
        await foreach (var news in Current.News.ReadAllAsync())
        {
            if (news is ByeNews bye)
                _bye = bye.Reason;
            try
            {
                await _watcher.OnNewsAsync(Current, news);
            }
            catch (HubLostException)
            {
                // The loop ends by itself: there is no more news.
            }
        }
    }

    private async Task ComeBackAsync()
    {
        await Current.DisposeAsync();
        var reason = _bye is null ? "The connection to the hub is lost." : ByeNews.Explain(_bye);
        (_bye, _told) = (null, null);
        while (true)
        {
            var wait = _backOff.Next();
            Tell(reason, wait);
            await WaitAsync(wait);
            try
            {
                if (await TryComeBackAsync())
                    return;
                reason = "The hub is there, but lets nobody in just now.";
            }
            catch (HubLostException e)
            {
                reason = PrintableText.Clean(e.Message);
            }
        }
    }

    // An hour without the hub must not fill the owner's screen.
    private void Tell(string reason, TimeSpan wait)
    {
        if (reason == _told && _clock.GetElapsedTime(_toldAt) < TellEvery)
            return;
        (_told, _toldAt) = (reason, _clock.GetTimestamp());
        _output.Show(new Offline(reason, Math.Round(wait.TotalSeconds, 1)));
    }

    private async Task WaitAsync(TimeSpan time)
    {
        _hurry = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _hurry.Task.WaitAsync(time, _clock, _stop.Token);
        }
        catch (TimeoutException)
        {
            // Nobody is in a hurry.
        }
    }

    private async Task<bool> TryComeBackAsync()
    {
        var opened = await _login.OpenAsync(null, _stop.Token);
        if (opened is not { Hub: { } hub, List: { } list })
        {
            if (opened.Refusal is { Code: (int)RefusalCode.TooMany or (int)RefusalCode.Unavailable })
                return false;
            throw LoggedOutException.By(opened.Refusal!, _login.Account);
        }
        TaskCompletionSource<SecureHubConnection> came;
        lock (_lock)
            (Current, came, _next) = (hub, _next, New());
        came.TrySetResult(hub);
        await _watcher.OnBackAsync(hub, list);
        return true;
    }
}
