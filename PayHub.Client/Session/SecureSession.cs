using PayHub.Client.Hub;
using PayHub.Client.Identities;
using PayHub.Client.Output;
using PayHub.Client.Payments;
using PayHub.Client.Peers;
using PayHub.Protocol.Replies;

namespace PayHub.Client.Session;

/// <summary>What a session is made from.</summary>
/// <param name="Address">The hub.</param>
/// <param name="Home">The wallet's folder.</param>
/// <param name="Output">Where events are shown.</param>
/// <param name="Limits">How long to wait.</param>
/// <param name="Clock">The wallet's clock.</param>
internal sealed record SessionParts(HubAddress Address, HomeFolder Home, IWalletOutput Output, WalletLimits Limits, TimeProvider Clock);

/// <summary>One account with its key, logged in over TLS at a hub that is trusted, and kept logged in.</summary>
internal sealed class SecureSession : IHubWatcher, IAsyncDisposable
{
    /// <summary>Said where something needs the hub, and it is away.</summary>
    public const string NoHub = "There is no connection to the hub.";

    private readonly SessionParts _parts;
    private readonly HubKeeper _keeper;
    private readonly VerdictBoard _board = new();
    private readonly OpenPayments _open;

    /// <summary>Takes over a connection that is logged in.</summary>
    /// <param name="opened">The connection, and the list that answered its login.</param>
    /// <param name="login">Logs in again.</param>
    /// <param name="listener">The port of its login; owned from now on.</param>
    /// <param name="identity">The account's key; owned from now on.</param>
    /// <param name="parts">Folder, output, limits, clock.</param>
    public SecureSession(LoggedIn opened, HubLogin login, PeerListener listener, WalletIdentity identity, SessionParts parts)
    {
        (_parts, Identity, Port, LastBalance) = (parts, identity, listener.Port, opened.List!.Balance);
        // The hub spells the name as it was registered, and payees compare it with what they are told.
        Account = opened.List.Find(identity.Account)?.Name ?? identity.Account;
        Payments = new PaymentStore(parts.Home, Account);
        Settler = new PaymentSettler(Payments);
        Friends = new FriendBook(new FriendKeys(parts.Home, Account, parts.Clock), parts.Output);
        _open = new OpenPayments(Payments, Settler, _board, parts.Output);
        _keeper = new HubKeeper(opened.Hub!, login, this, parts.Output, parts.Limits, parts.Clock);
        Peers = new PeerHost(this, listener, parts);
        Payer = new Payer(
            Account, _keeper, new PaymentMaker(identity, Payments), Settler, _board, Friends.Keys, Peers.Talk, parts.Output, parts.Limits, () => LastBalance);
        _keeper.Begin();
    }

    /// <summary>The account's name, as registered.</summary>
    public string Account { get; }

    /// <summary>The account's key.</summary>
    public WalletIdentity Identity { get; }

    /// <summary>The port at which this wallet takes peer links.</summary>
    public int Port { get; }

    /// <summary>The newest connection; while the hub is away it refuses every request.</summary>
    public SecureHubConnection Hub => _keeper.Current;

    /// <summary>Whether the hub is there, as far as this wallet knows.</summary>
    public bool IsOnline => _keeper.IsOnline;

    /// <summary>The fingerprint of the hub.</summary>
    public string HubFingerprint => Hub.Greeting.Fingerprint;

    /// <summary>How amounts are written here.</summary>
    public Currency Currency => Hub.Greeting.Currency;

    /// <summary>The payments that the owner wanted.</summary>
    public PaymentStore Payments { get; }

    /// <summary>Finds out what became of them.</summary>
    public PaymentSettler Settler { get; }

    /// <summary>The friends, and their pinned keys.</summary>
    public FriendBook Friends { get; }

    /// <summary>Makes payments.</summary>
    public Payer Payer { get; }

    /// <summary>Other wallets.</summary>
    public PeerHost Peers { get; }

    /// <summary>The balance that the hub told last, in minor units.</summary>
    public long LastBalance { get; private set; }

    /// <summary>Completes when this is disposed; fails when the account can't be logged in again.</summary>
    public Task Ended => _keeper.Ended;

    /// <summary>Finds out what became of payments of earlier runs.</summary>
    /// <exception cref="HubLostException">The hub is gone.</exception>
    public Task ResolveAsync() => _open.ResolveAsync(Hub);

    /// <summary>As <see cref="ResolveAsync"/>; where the hub is gone, the next start does it.</summary>
    public async Task TryResolveAsync()
    {
        try
        {
            await ResolveAsync();
        }
        catch (HubLostException)
        {
            // Kept.
        }
    }

    /// <summary>Shows the payments that the hub has not given its word on.</summary>
    public void ShowOpen()
    {
        foreach (var intent in Payments.Open(HubFingerprint))
            _parts.Output.Show(PaymentWords.StillOpen(intent, Currency));
    }

    /// <summary>From now on the wallet stays: it shows that it is online, who its friends are, and whatever happens.</summary>
    /// <exception cref="HubLostException">The hub is gone.</exception>
    public async Task StayAsync()
    {
        Payer.Stays = true;
        await Friends.RefreshAsync(Hub);
        if ((await Hub.HistoryAsync(1, null)).Value is [var newest, ..])
            Peers.Desk.Known.AllUpTo(newest.Transfer);
        Peers.Listen();
        ShowOnline(LastBalance);
    }

    /// <summary>Waits for the hub to come back.</summary>
    /// <inheritdoc cref="HubKeeper.NextAsync"/>
    public Task<SecureHubConnection> NextHubAsync(SecureHubConnection lost, TimeSpan limit, CancellationToken cancel) => _keeper.NextAsync(lost, limit, cancel);

    /// <summary>Tries at once to reach a hub that is away.</summary>
    public void Hurry() => _keeper.Hurry();

    /// <summary>Leaves with <c>Exit</c>. Bounded in time, never fails.</summary>
    public async Task LeaveAsync()
    {
        await Peers.LeaveAsync();
        await _keeper.LeaveAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Peers.DisposeAsync();
        await _keeper.DisposeAsync();
        Identity.Dispose();
    }

    /// <inheritdoc/>
    public async Task OnBackAsync(SecureHubConnection hub, AccountList list)
    {
        ShowOnline(LastBalance = list.Balance);
        await Friends.RefreshAsync(hub);
        await _open.ResolveAsync(hub);
    }

    /// <inheritdoc/>
    public async Task OnNewsAsync(SecureHubConnection hub, HubNews news)
    {
        switch (news)
        {
            case PaidNews paid:
                LastBalance = paid.Balance;
                Peers.Desk.Known.IsNew(paid.Transfer);
                _parts.Output.Show(new Received(paid.From, paid.Amount, paid.Balance)
                {
                    Transfer = paid.Transfer,
                    Memo = paid.Memo.Length > 0 ? paid.Memo : null,
                    PaymentId = paid.PaymentId,
                });
                break;
            case SentNews sent:
                LastBalance = sent.Balance;
                await _open.TakeAsync(sent);
                break;
            case RefusedNews refused:
                await _open.TakeAsync(refused);
                break;
            case PresenceNews presence:
                Friends.Note(presence);
                _parts.Output.Show(new FriendPresence(presence.Name, presence.IsOnline));
                break;
            case FriendNews friend:
                await Friends.RefreshAsync(hub);
                _parts.Output.Show(new FriendChanged(friend.Name, friend.State));
                break;
            case MissedNews:
                await LookAsync(hub);
                break;
        }
    }

    private async Task LookAsync(SecureHubConnection hub)
    {
        if ((await hub.ListAsync()).Value is { } list)
            _parts.Output.Show(new BalanceShown(Account, LastBalance = list.Balance));
        await Friends.RefreshAsync(hub);
        await _open.ResolveAsync(hub);
    }

    private void ShowOnline(long balance) => _parts.Output.Show(new Online(Account, _parts.Address.ToString(), Port, balance));
}
