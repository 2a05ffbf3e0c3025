using System.Threading.Channels;
using PayHub.Client.Session;
using PayHub.Protocol.Requests;

namespace PayHub.Client.Hub;

/// <summary>
/// One connection to a hub on the classic protocol. Requests may be made from any thread; answers come back in their order, read by
/// one loop, and pushes go to <see cref="Pushes"/>.
/// </summary>
internal sealed class HubConnection : IAsyncDisposable
{
    private readonly LineLink _link;
    private readonly WalletLimits _limits;
    private readonly PendingAnswers _answers;

    // Pushes are advisory: when nobody takes them the oldest goes.
    private readonly Channel<HubPush> _pushes =
        Channel.CreateBounded<HubPush>(new BoundedChannelOptions(32) { FullMode = BoundedChannelFullMode.DropOldest });

    private HubConnection(Stream stream, WalletLimits limits)
    {
        _link = new LineLink(stream);
        _limits = limits;
        _answers = new PendingAnswers(push => _pushes.Writer.TryWrite(push));
        Closed = ReadAsync();
    }

    /// <summary>What the hub says unasked; complete once the connection is gone.</summary>
    public ChannelReader<HubPush> Pushes => _pushes.Reader;

    /// <summary>The balance in the last list, in minor units; null before the first.</summary>
    public long? LastBalance { get; private set; }

    /// <summary>Completes, without error, once the connection is gone.</summary>
    public Task Closed { get; }

    /// <summary>Connects.</summary>
    /// <exception cref="HubLostException">Nobody answers there.</exception>
    public static async Task<HubConnection> ConnectAsync(HubAddress address, WalletLimits limits, CancellationToken cancel) =>
        new(await HubSocket.ConnectAsync(address, limits.ConnectTimeout, cancel), limits);

    /// <summary>Opens an account. The answer's line is <c>100 OK</c> or a refusal.</summary>
    public async Task<HubAnswer> RegisterAsync(string name) => (await SendAsync($"REGISTER#{name}\n", false))[0];

    /// <summary>Logs in. The answer is the list, or a refusal's line.</summary>
    public async Task<HubAnswer> LoginAsync(string name, int port) => (await SendAsync($"{name}#{port}\n", false))[0];

    /// <summary>Asks for the list.</summary>
    public async Task<HubAnswer> ListAsync() => (await SendAsync("List\n", false))[0];

    /// <summary>Says goodbye and waits for the hub's.</summary>
    public Task ExitAsync() => SendAsync("Exit\n", false);

    /// <summary>
    /// Submits a payment to this account, between two lists in the same write: the hub is silent to a payee, so what the
    /// balance did between the two is the only sign.
    /// </summary>
    public async Task<RelayAnswers> RelayAsync(PaymentRequest payment)
    {
        var answers = await SendAsync($"List\n{payment.ToText()}\nList\n", false, true, false);
        return new RelayAnswers(answers[0], answers[1], answers[2]);
    }

    /// <summary>Closes the connection and waits for the reading to end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        await Closed;
    }

    private async Task<HubAnswer[]> SendAsync(string text, params bool[] isRelay)
    {
        try
        {
            var answers = await AwaitAsync(await _link.WriteAsync<Task<HubAnswer>[]>(text, () => [.. isRelay.Select(_answers.Expect)]));
            LastBalance = answers[^1].List?.Balance ?? LastBalance;
            return answers;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            throw new HubLostException($"The connection to the hub broke: {e.Message}", _answers.UnaskedLine);
        }
    }

    private async Task<HubAnswer[]> AwaitAsync(Task<HubAnswer>[] owed)
    {
        try
        {
            return await Task.WhenAll(owed).WaitAsync(_limits.AnswerTimeout);
        }
        catch (TimeoutException)
        {
            // A late answer would be taken for the next request's: this connection is of no use any more.
            var lost = new HubLostException($"The hub did not answer within {_limits.AnswerTimeout.TotalSeconds} s.");
            _answers.Fail(lost);
            await _link.StopAsync();
            throw lost;
        }
    }

    private async Task ReadAsync()
    {
        var reason = await _link.ReadAllAsync(_answers.Take);
        _answers.Fail(new HubLostException(reason, _answers.UnaskedLine));
        _pushes.Writer.TryComplete();
    }
}
