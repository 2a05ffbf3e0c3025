using PayHub.Client.CommandLine;
using PayHub.Client.Hub;
using PayHub.Client.Output;
using PayHub.Client.Peers;
using PayHub.Protocol.Replies;

namespace PayHub.Client.Session;

/// <summary>One account, logged in at one hub.</summary>
internal sealed class WalletSession : IAsyncDisposable
{
    private readonly HubConnection _hub;
    private readonly PeerListener _listener;
    private readonly IWalletOutput _output;
    private readonly WalletLimits _limits;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _pushes;
    private Task _listening = Task.CompletedTask;

    /// <summary>Takes over a connection that is logged in, and the port that it logged in with.</summary>
    public WalletSession(HubConnection hub, PeerListener listener, string account, IWalletOutput output, WalletLimits limits)
    {
        (_hub, _listener, Account, _output, _limits) = (hub, listener, account, output, limits);
        Outgoing = new OutgoingPayments(hub, account, output, limits);
        Incoming = new IncomingPayments(hub, Outgoing, output, limits);
        _pushes = HandlePushesAsync();
    }

    /// <summary>The account's name, as registered.</summary>
    public string Account { get; }

    /// <summary>The owner's payments to others.</summary>
    public OutgoingPayments Outgoing { get; }

    /// <summary>Others' payments to the owner.</summary>
    public IncomingPayments Incoming { get; }

    /// <summary>The port at which payments arrive, once <see cref="TakePayments"/> was called.</summary>
    public int Port => _listener.Port;

    /// <summary>Completes once the connection to the hub is gone.</summary>
    public Task Closed => _hub.Closed;

    /// <summary>From now on payments of others are taken, and the wallet stays whatever becomes of the owner's.</summary>
    public void TakePayments()
    {
        Outgoing.Stays = true;
        _listening = _listener.RunAsync(Account, Incoming.Offer, null, _stop.Token);
    }

    /// <summary>Shows who is online, and the balance.</summary>
    /// <exception cref="HubLostException">The hub is gone.</exception>
    public Task<ExitCode> ShowListAsync() => ShowAsync(list => new Listed(
        Account, list.Balance, [.. list.Online.Select(other => new ListedAccount(other.Name, other.Address.ToString(), other.Port))]));

    /// <summary>Shows the balance.</summary>
    /// <exception cref="HubLostException">The hub is gone.</exception>
    public Task<ExitCode> ShowBalanceAsync() => ShowAsync(list => new BalanceShown(Account, list.Balance));

    /// <summary>Leaves: what was accepted still goes to the hub, then <c>Exit</c>. Bounded in time, never fails.</summary>
    public async Task LeaveAsync()
    {
        await _stop.CancelAsync();
        await TryAsync(Incoming.FinishAsync);
        await TryAsync(_hub.ExitAsync);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        _listener.Dispose();
        await _hub.DisposeAsync();
        await _pushes;
        Incoming.Dispose();
        _stop.Dispose();
    }

    // What does not succeed must not keep the next step from being tried: the hub sees the end of the connection all the same.
    private async Task TryAsync(Func<Task> step)
    {
        try
        {
            await step().WaitAsync(_limits.ByeTimeout);
        }
        catch (Exception e) when (e is TimeoutException or HubLostException)
        {
        }
    }

    private async Task<ExitCode> ShowAsync(Func<AccountList, WalletEvent> show)
    {
        var answer = await _hub.ListAsync();
        _output.Show(answer.List is { } list ? show(list) : SessionOpener.Refusal(answer.Line, Outgoing.Stays ? null : ExitCode.Refused));
        return answer.List is null ? ExitCode.Refused : ExitCode.Done;
    }

    private async Task HandlePushesAsync()
    {
        try
        {
            await foreach (var push in _hub.Pushes.ReadAllAsync())
            {
                var before = _hub.LastBalance;
                if (!Outgoing.TryTake(push) && (await _hub.ListAsync()).List is { } list)
                    _output.Show(new LateAnswer(push == HubPush.TransferOk, list.Balance, before));
            }
        }
        catch (HubLostException)
        {
            // Told by Closed.
        }
    }
}
