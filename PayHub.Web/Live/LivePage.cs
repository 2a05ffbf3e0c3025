using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;
using PayHub.Data.Live;

namespace PayHub.Web.Live;

/// <summary>
/// A page that shows what is true now: it subscribes, takes its snapshot, and reads anew when told that something changed, at
/// once when things start to move and at most every 250 ms while they do. All of it runs on the page's own circuit, in its
/// culture; prerendering reads nothing.
/// </summary>
public abstract partial class LivePage : ComponentBase, IDisposable
{
    private static readonly TimeSpan MinGap = TimeSpan.FromMilliseconds(250);

    private CancellationTokenSource? _gone;
    private TaskCompletionSource _asked = new();
    private bool _parametersKnown;

    /// <summary>What failed, in words for the operator; null while all is well.</summary>
    protected string? Failure { get; private set; }

    /// <summary>What the page shows, for <see cref="Failure"/>: "The ledger", say; looked up in the operator's language.</summary>
    protected abstract string Subject { get; }

    /// <summary>What the page wants to hear of.</summary>
    protected abstract LiveTopics Topics { get; }

    /// <summary>Reads anew so often although nothing was announced, for figures that change with time alone; null for never.</summary>
    protected virtual TimeSpan? Tick => null;

    /// <summary>The live feed.</summary>
    [Inject]
    protected LiveFeed Feed { get; set; } = default!;

    [Inject]
    private IHostApplicationLifetime Lifetime { get; set; } = default!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = default!;

    [Inject]
    private IStringLocalizer<Words> Texts { get; set; } = default!;

    /// <summary>The hub's clock.</summary>
    [Inject]
    protected TimeProvider Clock { get; set; } = default!;

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task LoadAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    // Not when it is initialized: only now has a page that overrides this taken up what the address asks for.
    protected override void OnParametersSet()
    {
        if (_parametersKnown)
            Refresh();
        else if (RendererInfo.IsInteractive)
            Follow();
        _parametersKnown = true;
    }

    /// <summary>Reads anew at once: the operator changed what is shown, or asked to try again.</summary>
    protected void Refresh() => _asked.TrySetResult();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops following.</summary>
    protected virtual void Dispose(bool disposing)
    {
        _gone?.Cancel();
        _gone?.Dispose();
    }

    private void Follow()
    {
        // A host that stops takes its services away before it takes the pages away.
        _gone = CancellationTokenSource.CreateLinkedTokenSource(Lifetime.ApplicationStopping);
        _ = RunAsync(_gone.Token);
    }

    private async Task RunAsync(CancellationToken gone)
    {
        try
        {
            await FollowAsync(gone);
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The page was left, or the host stops.
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private async Task FollowAsync(CancellationToken gone)
    {
        using var subscription = Feed.Subscribe(Topics);
        Task? signal = null;
        while (true)
        {
            // A new one before the read: what is asked for during the read is read next.
            _asked = new TaskCompletionSource();
            var started = Clock.GetTimestamp();
            await ReadAsync(gone);
            var took = Clock.GetElapsedTime(started);
            StateHasChanged();
            signal ??= subscription.NextAsync(gone).AsTask();
            await WaitForReasonAsync(signal, gone);
            if (signal.IsCompleted && !_asked.Task.IsCompleted)
                await WaitForGapAsync(started, took, gone);
            if (signal.IsCompleted)
            {
                await signal;
                signal = null;
            }
        }
    }

    private async Task ReadAsync(CancellationToken gone)
    {
        try
        {
            await LoadAsync(gone);
            Failure = null;
        }
        catch (DbException error)
        {
            LogFailed(Loggers.CreateLogger(GetType()), error, Subject);
            Failure = Texts["{0} could not be read: {1}", Texts[Subject].Value, error.Message];
        }
    }

    private async Task WaitForReasonAsync(Task signal, CancellationToken gone)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(gone);
        var tick = Task.Delay(Tick ?? Timeout.InfiniteTimeSpan, Clock, over.Token);
        await Task.WhenAny(signal, _asked.Task, tick);
        await over.CancelAsync();
        gone.ThrowIfCancellationRequested();
    }

    // A slow read is repeated the less often the slower it is: open pages must not take the machine from payments.
    private async Task WaitForGapAsync(long started, TimeSpan took, CancellationToken gone)
    {
        var gap = took * 4 > MinGap ? took * 4 : MinGap;
        var rest = gap - Clock.GetElapsedTime(started);
        if (rest > TimeSpan.Zero)
            await Task.WhenAny(Task.Delay(rest, Clock, gone), _asked.Task);
        gone.ThrowIfCancellationRequested();
    }

    [LoggerMessage(4002, LogLevel.Error, "{Subject} could not be read.")]
    private static partial void LogFailed(ILogger logger, Exception error, string subject);
}
