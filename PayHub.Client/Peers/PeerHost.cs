using PayHub.Client.Hub;
using PayHub.Client.Output;
using PayHub.Client.Session;

namespace PayHub.Client.Peers;

/// <summary>All that a session has to do with peers: what they ask of the owner, and what the owner says to them.</summary>
internal sealed class PeerHost : IAsyncDisposable
{
    private const string NoServer = "This platform has no TLS 1.3 server for .NET programs: friends can't send messages to this wallet, "
        + "and who has a key pays you with --direct.";

    private readonly SecureSession _session;
    private readonly PeerListener _listener;
    private readonly SessionParts _parts;
    private readonly CancellationTokenSource _stop = new();
    private Task _listening = Task.CompletedTask;

    /// <summary>Prepares; peers are refused until <see cref="Listen"/>.</summary>
    /// <param name="session">The session, whose account, key, hub and friends are there already.</param>
    /// <param name="listener">The port of its login; owned from now on.</param>
    /// <param name="parts">Output, limits, clock.</param>
    public PeerHost(SecureSession session, PeerListener listener, SessionParts parts)
    {
        (_session, _listener, _parts) = (session, listener, parts);
        Desk = new PeerDesk(session.Account, session.HubFingerprint, SubmitAsync, parts.Output, parts.Limits) { Asked = new AskedMoney(parts.Clock) };
        Talk = new PeerTalk(session, parts.Output, parts.Limits);
    }

    /// <summary>What peers ask.</summary>
    public PeerDesk Desk { get; }

    /// <summary>What the owner says.</summary>
    public PeerTalk Talk { get; }

    /// <summary>Takes peers from now on.</summary>
    public void Listen()
    {
        if (!PeerTls.IsServerSupported)
            _parts.Output.Show(new Notice(NoServer));
        var links = PeerTls.IsServerSupported
            ? new PeerLinkServer(_session.Identity, new SessionDirectory(_session), Desk, _parts.Limits.Links, _parts.Clock)
            : null;
        _listening = _listener.RunAsync(_session.Account, (payment, from) => _ = Desk.OfferAsync(payment, from, _stop.Token), links, _stop.Token);
    }

    /// <summary>Takes no more peers, and waits for accepted payments to be with the hub. Bounded in time, never fails.</summary>
    public async Task LeaveAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await Desk.FinishAsync().WaitAsync(_parts.Limits.ByeTimeout);
        }
        catch (TimeoutException)
        {
            _parts.Output.Show(new Notice("A payment that you accepted has not reached the hub. The payer's wallet keeps it, and asks the hub what became of it."));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        _listener.Dispose();
        await Talk.DisposeAsync();
        _stop.Dispose();
    }

    private async Task<HubReply> SubmitAsync(OfferedPayment offer)
    {
        var hub = _session.Hub;
        try
        {
            return await hub.SubmitAsync(offer.Message);
        }
        catch (HubLostException) when (offer.PaymentId is not null)
        {
            // A signed payment is executed once, however often it is submitted; an unsigned one each time.
            return await SubmitAgainAsync(hub, offer);
        }
    }

    private async Task<HubReply> SubmitAgainAsync(SecureHubConnection lost, OfferedPayment offer)
    {
        try
        {
            _parts.Output.Show(new Notice($"{SecureSession.NoHub} The payment of {offer.From} waits for it, up to {_parts.Limits.ComeBackTime.TotalSeconds} s."));
            var hub = await _session.NextHubAsync(lost, _parts.Limits.ComeBackTime, CancellationToken.None);
            return await hub.SubmitAsync(offer.Message);
        }
        catch (HubUntrustedException e)
        {
            // The session ends by it; here it is one more hub that is not back.
            throw new HubLostException(e.Message);
        }
    }
}
