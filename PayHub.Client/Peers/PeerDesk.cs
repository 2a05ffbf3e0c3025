using System.Globalization;
using System.Net;
using System.Text;
using PayHub.Client.Hub;
using PayHub.Client.Output;
using PayHub.Client.Session;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;
using PayHub.Protocol.Signing;

namespace PayHub.Client.Peers;

/// <summary>
/// Where peers' payments, messages and requests for money meet the owner: shows them, takes the owner's decisions, and submits accepted
/// payments to the hub, one after the other.
/// </summary>
/// <param name="account">The owner's account, as registered.</param>
/// <param name="hubFingerprint">The hub's.</param>
/// <param name="submit">Submits a payment to the hub, and again where the connection broke and that is safe.</param>
/// <param name="output">Where the owner sees things.</param>
/// <param name="limits">How much waits, and how long.</param>
internal sealed class PeerDesk(
    string account, string hubFingerprint, Func<OfferedPayment, Task<HubReply>> submit, IWalletOutput output, WalletLimits limits) : IPeerOwner
{
    private readonly Inbox _inbox = new(limits.MaxPendingRequests, limits.Links.MaxPendingPerPeer);
    private readonly Inbox _autoAccepted = new(limits.MaxPendingRequests, limits.Links.MaxPendingPerPeer);
    private readonly Lock _lock = new();
    private Task<string> _last = Task.FromResult("");

    /// <inheritdoc/>
    public string Account => account;

    /// <inheritdoc/>
    public string HubFingerprint => hubFingerprint;

    /// <inheritdoc/>
    public bool IsOpenToStrangers { get; set; }

    /// <summary>Whether payments are accepted without asking the owner.</summary>
    public bool AutoAccept { get; set; }

    /// <summary>What the owner has asked others for.</summary>
    public AskedMoney Asked { get; init; } = new(TimeProvider.System);

    /// <summary>The transfers to this account that the owner knows of.</summary>
    public KnownTransfers Known { get; } = new();

    /// <summary>What waits for the owner, oldest first.</summary>
    public IReadOnlyList<InboxItem> Waiting => _inbox.Waiting;

    /// <summary>Shows a waiting item.</summary>
    public void Show(InboxItem item) => output.Show(item switch
    {
        OfferedPayment offer => new Offered(offer.Number, offer.From, offer.Amount, Printable(offer.Memo), offer.PaymentId is not null,
            offer.Address.ToString(), (int)limits.DecisionTime.TotalSeconds),
        _ => new MoneyAsked(item.Number, item.From, item.Amount, Printable(item.Memo)),
    });

    /// <summary>Accepts a waiting payment: it goes to the hub.</summary>
    /// <returns>False where no payment of that number waits.</returns>
    public bool Accept(int number) => _inbox.TryTake<OfferedPayment>(number) is { } offer && offer.Decision.TrySetResult(true);

    /// <summary>Declines a waiting payment, or drops a request for money.</summary>
    /// <returns>False where none of that number waits.</returns>
    public bool Decline(int number)
    {
        if (_inbox.TryTake<InboxItem>(number) is not { } item)
            return false;
        (item as OfferedPayment)?.Decision.TrySetResult(false);
        output.Show(new Declined(number, item.From, item.Amount)
        {
            Note = item switch
            {
                MoneyRequest => "Nothing is paid; they are not told.",
                OfferedPayment { PaymentId: not null } => "Nothing moves; the payer's wallet is told.",
                _ => "Nothing moves; the payer's wallet is not told.",
            },
        });
        return true;
    }

    /// <summary>Takes a request for money out, for the owner to pay it.</summary>
    /// <returns>Null where no request of that number waits.</returns>
    public MoneyRequest? TakeRequest(int number) => _inbox.TryTake<MoneyRequest>(number);

    /// <summary>A request for money that was taken out to be paid, and was not paid, waits again.</summary>
    public void PutBack(MoneyRequest request)
    {
        _inbox.PutBack(request);
        Show(request);
    }

    /// <summary>A payment of a classic payer: nobody is answered.</summary>
    public async Task OfferAsync(PaymentRequest payment, IPAddress from, CancellationToken cancel)
    {
        try
        {
            await DecideAsync(OfferedPayment.Of(payment, from), cancel);
        }
        catch (OperationCanceledException)
        {
            // The wallet stops.
        }
    }

    /// <inheritdoc/>
    public Task<string> DecideAsync(SignedPayment payment, IPAddress from, CancellationToken cancel) =>
        DecideAsync(OfferedPayment.Of(payment, from), cancel);

    /// <inheritdoc/>
    public void ShowMessage(string from, string text) => output.Show(new Said(from, PrintableText.Clean(text)));

    /// <inheritdoc/>
    public bool TryAddRequest(string from, long amount, string memo)
    {
        if (_inbox.TryAdd(new MoneyRequest(from, amount, memo)) is not { } added)
            return false;
        Show(added);
        return true;
    }

    /// <inheritdoc/>
    public void WarnOfKey(string name, PublicKey pinned, PublicKey? other) =>
        output.Show(new KeyChanged(name, pinned.Fingerprint, other?.Fingerprint));

    /// <summary>Waits for what was accepted to be with the hub.</summary>
    public Task FinishAsync()
    {
        lock (_lock)
            return _last;
    }

    private static string? Printable(string memo) => PrintableText.Clean(memo) is { Length: > 0 } text ? text : null;

    private async Task<string> DecideAsync(OfferedPayment offer, CancellationToken cancel)
    {
        if (AutoAccept)
            return await AutoAcceptAsync(offer);
        // An unsigned payment's payer is only what somebody says.
        if (offer.PaymentId is not null && Asked.TryTake(offer.From, offer.Amount))
            return await TakeAskedAsync(offer);
        if (_inbox.TryAdd(offer) is not { } waiting)
            return PeerReply.Of(RefusalCode.TooMany);
        Show(waiting);
        return await IsAcceptedAsync(waiting, cancel) ? await SubmitInTurnAsync(waiting) : PeerReply.Of(RefusalCode.NotAllowed);
    }

    // The hub may be slow, or away: what waits for it is bounded as what waits for the owner is.
    private async Task<string> AutoAcceptAsync(OfferedPayment offer)
    {
        if (_autoAccepted.TryAdd(offer) is not { } waiting)
            return PeerReply.Of(RefusalCode.TooMany);
        try
        {
            return await SubmitInTurnAsync(waiting);
        }
        finally
        {
            _autoAccepted.TryTake<OfferedPayment>(waiting.Number);
        }
    }

    private async Task<string> TakeAskedAsync(OfferedPayment offer)
    {
        output.Show(new AskedMoneyComes(offer.From, offer.Amount));
        var answer = await SubmitInTurnAsync(offer);
        // What the hub refused is still owed.
        if (!answer.StartsWith(PeerReply.Ok, StringComparison.Ordinal))
            Asked.Add(offer.From, offer.Amount);
        return answer;
    }

    private async Task<bool> IsAcceptedAsync(OfferedPayment offer, CancellationToken cancel)
    {
        try
        {
            return await offer.Decision.Task.WaitAsync(limits.DecisionTime, cancel);
        }
        catch (TimeoutException) when (_inbox.TryTake<OfferedPayment>(offer.Number) is not null)
        {
            output.Show(new Expired(offer.Number, offer.From, offer.Amount));
            return false;
        }
        catch (TimeoutException)
        {
            // The owner decided in this very moment.
            return await offer.Decision.Task;
        }
    }

    private Task<string> SubmitInTurnAsync(OfferedPayment offer)
    {
        lock (_lock)
            return _last = SubmitAsync(offer, _last);
    }

    private async Task<string> SubmitAsync(OfferedPayment offer, Task previous)
    {
        // Not under the caller's lock.
        await previous.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            return Tell(offer, await submit(offer));
        }
        catch (HubLostException)
        {
            output.Show(new NotReceived(offer.From, offer.Amount, "closed", null));
            return PeerReply.Of(RefusalCode.Unavailable);
        }
    }

    // The peer is told the transfer, and not the owner's balance behind it.
    private string Tell(OfferedPayment offer, HubReply reply)
    {
        if (reply is { IsOk: true, Fields: [var id, var balance, ..] }
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var transfer)
            && long.TryParse(balance, NumberStyles.None, CultureInfo.InvariantCulture, out var rest))
        {
            // The hub answers a payment that is brought again as it did at first, for ever.
            if (Known.IsNew(transfer))
            {
                output.Show(new Received(offer.From, offer.Amount, rest)
                {
                    Transfer = transfer,
                    Memo = Printable(offer.Memo),
                    PaymentId = offer.PaymentId,
                });
            }
            else
            {
                output.Show(new Notice($"{offer.From} brought a payment again that is long executed, transfer {transfer}: nothing new came."));
            }
            return $"{PeerReply.Ok}#{transfer}";
        }
        output.Show(new NotReceived(offer.From, offer.Amount, reply.Verdict, null));
        return PeerReply.Of(Refusals.TryParse(Encoding.ASCII.GetBytes(reply.Verdict), out var code) ? code : RefusalCode.Unavailable);
    }
}
