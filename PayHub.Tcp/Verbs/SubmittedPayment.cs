using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Tcp.Connections;

namespace PayHub.Tcp.Verbs;

/// <summary>A payment as it was submitted, on its way through the ledger.</summary>
internal sealed class SubmittedPayment : ITransferWaiter
{
    private readonly PaymentDesk _desk;

    /// <param name="desk">Who handed it over.</param>
    /// <param name="connection">Where it came in.</param>
    /// <param name="submitter">Who submitted it.</param>
    /// <param name="request">What is asked of the ledger.</param>
    public SubmittedPayment(PaymentDesk desk, ClientConnection connection, OnlineSession submitter, TransferRequest request) =>
        (_desk, Connection, Submitter, Request) = (desk, connection, submitter, request);

    public ClientConnection Connection { get; }

    public OnlineSession Submitter { get; }

    public TransferRequest Request { get; }

    public bool IsSigned => Request.Signature is not null;

    public string? PaymentId => Request.Signature?.PaymentId;

    /// <summary>Whether the payer brought it: what is left to tell is for the payee.</summary>
    public bool IsByPayer => string.Equals(Submitter.Name, Request.Payer, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether who submitted it is one of the two whom it concerns; the ledger judges that, where it comes to judge.</summary>
    public bool IsByParty => IsByPayer || string.Equals(Submitter.Name, Request.Payee, StringComparison.OrdinalIgnoreCase);

    public void Decided(in TransferResult result) => _desk.Decided(this, result);

    public void Abandoned() => _desk.Abandoned(this);
}

/// <summary>Takes payments for the ledger, and has everybody told what became of them. Their connections read on meanwhile.</summary>
internal sealed class PaymentDesk(PaymentTeller teller, InFlight inFlight)
{
    /// <summary>Takes a payment that was read.</summary>
    /// <returns>Completes when the connection's next message may be handled.</returns>
    public ValueTask TakeAsync(ClientConnection client, OnlineSession submitter, TransferRequest request)
    {
        inFlight.BeginPart();
        return client.Payments.AddAsync(request, new SubmittedPayment(this, client, submitter, request));
    }

    public void Decided(SubmittedPayment payment, in TransferResult result)
    {
        teller.Tell(payment, result);
        Ended(payment);
    }

    public void Abandoned(SubmittedPayment payment)
    {
        teller.Leave(payment);
        Ended(payment);
    }

    private void Ended(SubmittedPayment payment)
    {
        payment.Connection.Payments.End();
        inFlight.Finish();
    }
}
