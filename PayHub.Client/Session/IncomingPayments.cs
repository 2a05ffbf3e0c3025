using System.Net;
using System.Threading.Channels;
using PayHub.Client.Hub;
using PayHub.Client.Output;
using PayHub.Protocol.Requests;

namespace PayHub.Client.Session;

/// <summary>
/// Payments of others to this account: shown to the owner, and relayed to the hub once accepted, one after the other, so that
/// what the balance does tells which of them was executed.
/// </summary>
internal sealed class IncomingPayments : IDisposable
{
    private readonly HubConnection _hub;
    private readonly OutgoingPayments _outgoing;
    private readonly IWalletOutput _output;
    private readonly WalletLimits _limits;
    private readonly RequestBox _requests;
    private readonly Channel<PaymentRequest> _accepted;
    private readonly Task _relaying;

    /// <summary>Begins relaying what is accepted.</summary>
    public IncomingPayments(HubConnection hub, OutgoingPayments outgoing, IWalletOutput output, WalletLimits limits)
    {
        (_hub, _outgoing, _output, _limits) = (hub, outgoing, output, limits);
        _requests = new RequestBox(limits.MaxPendingRequests, limits.DecisionTime, ShowExpired);
        _accepted = Channel.CreateBounded<PaymentRequest>(limits.MaxPendingRequests);
        _relaying = RelayAllAsync();
    }

    /// <summary>Whether payments are accepted without asking the owner.</summary>
    public bool AutoAccept { get; set; }

    /// <summary>What waits for the owner's decision, oldest first.</summary>
    public IReadOnlyList<PendingRequest> Waiting => _requests.Waiting;

    /// <summary>Takes a payment from a peer; dropped where too many wait already.</summary>
    public void Offer(PaymentRequest payment, IPAddress from)
    {
        if (AutoAccept)
            _accepted.Writer.TryWrite(payment);
        else if (_requests.TryAdd(payment, from) is { } request)
            Show(request);
    }

    /// <summary>Shows a waiting payment.</summary>
    public void Show(PendingRequest request) => _output.Show(new Requested(
        request.Number, request.Payment.Payer, request.Payment.Amount, request.From.ToString(), (int)_limits.DecisionTime.TotalSeconds));

    /// <summary>Accepts a waiting payment: it goes to the hub.</summary>
    /// <returns>False where none of that number waits, or too many are on their way to the hub.</returns>
    public bool Accept(int number) => _requests.TryTake(number) is { } request && _accepted.Writer.TryWrite(request.Payment);

    /// <summary>Declines a waiting payment: nothing happens to it.</summary>
    /// <returns>False where none of that number waits.</returns>
    public bool Decline(int number)
    {
        if (_requests.TryTake(number) is not { } request)
            return false;
        _output.Show(new Declined(number, request.Payment.Payer, request.Payment.Amount));
        return true;
    }

    /// <summary>Takes no more, and waits for what was accepted to be with the hub.</summary>
    public Task FinishAsync()
    {
        _accepted.Writer.TryComplete();
        return _relaying;
    }

    /// <inheritdoc/>
    public void Dispose() => _requests.Dispose();

    private async Task RelayAllAsync()
    {
        await foreach (var payment in _accepted.Reader.ReadAllAsync())
        {
            try
            {
                await RelayAsync(payment);
            }
            catch (HubLostException e)
            {
                _output.Show(new NotReceived(payment.Payer, payment.Amount, "closed", null));
                _accepted.Writer.TryComplete(e);
                return;
            }
        }
    }

    private async Task RelayAsync(PaymentRequest payment)
    {
        var own = _outgoing.PendingAmount;
        var answers = await _hub.RelayAsync(payment);
        if (answers is not { Before.List: { } before, After.List: { } after })
        {
            _output.Show(new NotReceived(payment.Payer, payment.Amount, answers.Before.Line, null));
            return;
        }
        var verdict = RelayVerdict.Judge(answers.Relay.Line, after.Balance - before.Balance, payment.Amount, own);
        if (verdict.IsOwnRefusal)
            _outgoing.TryTake(HubPush.TransferFail);
        _output.Show(verdict.IsReceived
            ? new Received(payment.Payer, payment.Amount, after.Balance)
            : new NotReceived(payment.Payer, payment.Amount, verdict.Code, after.Balance));
    }

    private void ShowExpired(PendingRequest request) =>
        _output.Show(new Expired(request.Number, request.Payment.Payer, request.Payment.Amount));
}
