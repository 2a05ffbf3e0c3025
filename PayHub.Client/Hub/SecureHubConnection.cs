using System.Threading.Channels;
using PayHub.Client.Session;

namespace PayHub.Client.Hub;

/// <summary>
/// One connection to a hub in the extended dialect. Requests may be made from any thread; each gets its one answer, in order; what the
/// hub says unasked goes to <see cref="News"/>.
/// </summary>
internal sealed class SecureHubConnection : IAsyncDisposable
{
    private const int MaxNews = 1024;

    private readonly LineLink _link;
    private readonly WalletLimits _limits;
    private readonly TimeProvider _clock;
    private readonly ReplyQueue _replies;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<HubNews> _news = Channel.CreateBounded<HubNews>(MaxNews);
    private TimeSpan _offset;
    private Task _keepingAlive = Task.CompletedTask;
    private volatile bool _hasMissed;

    private SecureHubConnection(Stream stream, WalletLimits limits, TimeProvider clock)
    {
        (_limits, _clock) = (limits, clock);
        _link = new LineLink(stream);
        _replies = new ReplyQueue(TakePush);
        Closed = ReadAsync();
    }

    /// <summary>What the hub said of itself.</summary>
    public HubGreeting Greeting { get; private set; } = null!;

    /// <summary>What the hub says unasked; complete once the connection is gone.</summary>
    public ChannelReader<HubNews> News => _news.Reader;

    /// <summary>Completes, without error, once the connection is gone.</summary>
    public Task Closed { get; }

    /// <summary>The time by the hub's clock, within a second or two: what a payment's expiry is judged by.</summary>
    public DateTimeOffset HubTime => _clock.GetUtcNow() + _offset;

    /// <summary>Greets a hub.</summary>
    /// <param name="stream">A connection that is encrypted; owned from now on.</param>
    /// <param name="fingerprint">The one that the hub showed in the handshake.</param>
    /// <param name="limits">How long to wait.</param>
    /// <param name="clock">The wallet's clock.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="HubLostException">The hub is gone, or does not speak this dialect.</exception>
    /// <exception cref="HubUntrustedException">The hub says that it is another one than it has shown.</exception>
    public static async Task<SecureHubConnection> OpenAsync(
        Stream stream, string fingerprint, WalletLimits limits, TimeProvider clock, CancellationToken cancel)
    {
        var hub = new SecureHubConnection(stream, limits, clock);
        try
        {
            await hub.GreetAsync(fingerprint).OrGiveUpAsync(cancel);
            hub._keepingAlive = hub.KeepAliveAsync();
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes one request.</summary>
    /// <param name="request">Without a terminator.</param>
    /// <param name="shape">What the answer is made of, if it is granted.</param>
    /// <exception cref="HubLostException">The connection is gone: whether the request was heard is unknown.</exception>
    public async Task<HubReply> AskAsync(string request, ReplyShape shape = ReplyShape.Line)
    {
        try
        {
            var owed = await _link.WriteAsync($"{request}\n", () => _replies.Expect(shape));
            return await owed.WaitAsync(_limits.AnswerTimeout, _clock);
        }
        catch (TimeoutException)
        {
            // A late answer would be taken for the next request's: this connection is of no use any more.
            var lost = new HubLostException($"The hub did not answer within {_limits.AnswerTimeout.TotalSeconds} s.");
            _replies.Fail(lost);
            await _link.StopAsync();
            throw lost;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            throw new HubLostException(e is IOException ? $"The connection to the hub broke: {e.Message}" : "There is no connection to the hub.", _replies.UnaskedLine);
        }
    }

    /// <summary>Asks for the hub's time, and sets <see cref="HubTime"/> by it.</summary>
    /// <exception cref="HubLostException">The hub is gone.</exception>
    public async Task PingAsync()
    {
        var reply = await AskAsync("PING");
        if (reply is { IsOk: true, Fields: [var time, ..] } && WireFields.TryReadTime(time, out var now))
            _offset = now - _clock.GetUtcNow();
        TellMissed();
    }

    /// <summary>Closes the connection and waits for the reading to end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _link.DisposeAsync();
        await Closed;
        await _keepingAlive;
    }

    private async Task GreetAsync(string fingerprint)
    {
        var reply = await AskAsync("HELLO#PAYHUB/1");
        if (!reply.IsOk || HubGreeting.Parse(reply.Fields) is not { } greeting)
            throw new HubLostException($"What answers is not a PayHub hub, or one of another version: it says '{reply.Verdict}'.", reply.IsOk ? "" : reply.Verdict);
        if (!HubTls.IsSame(greeting.Fingerprint, fingerprint))
            throw new HubUntrustedException("The hub calls itself another one than its key shows: somebody is between you and the hub.", fingerprint, greeting.Fingerprint);
        Greeting = greeting;
        _offset = greeting.Time - _clock.GetUtcNow();
    }

    private async Task KeepAliveAsync()
    {
        using var timer = new PeriodicTimer(_limits.PingEvery, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
                await PingAsync();
        }
        catch (Exception e) when (e is HubLostException or OperationCanceledException)
        {
            // Told by Closed.
        }
    }

    private async Task ReadAsync()
    {
        var reason = await _link.ReadAllAsync(_replies.Take);
        _replies.Fail(new HubLostException(reason, _replies.UnaskedLine));
        TellMissed();
        _news.Writer.TryComplete();
    }

    private void TakePush(string line)
    {
        if (HubNewsReader.Read(line) is not { } news)
            return;
        TellMissed();
        if (!_news.Writer.TryWrite(news))
            _hasMissed = true;
    }

    // The wallet is slower than the hub: what it missed, it looks up.
    private void TellMissed()
    {
        if (_hasMissed && _news.Writer.TryWrite(new MissedNews()))
            _hasMissed = false;
    }
}
