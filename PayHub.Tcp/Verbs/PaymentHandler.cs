using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;
using PayHub.Tcp.Connections;

namespace PayHub.Tcp.Verbs;

/// <summary><c>&lt;payer&gt;#&lt;amount&gt;#&lt;payee&gt;</c>: an unsigned payment, submitted by its payee (docs/protocol.md, "Payments").</summary>
internal sealed class PaymentHandler(Ledger ledger, PresenceBoard board, PaymentTeller teller)
{
    public async ValueTask HandleAsync(ClientConnection client, PaymentRequest request)
    {
        if (client.Session is not { } submitter)
        {
            client.Refuse(RefusalCode.AuthFail);
            return;
        }
        var transfer = new TransferRequest(request.Payer, new Money(request.Amount), request.Payee, submitter.AccountId)
        {
            PayerIsOnline = board.Find(request.Payer) is not null,
        };
        var submitted = new SubmittedPayment(client, submitter, transfer);
        await ledger.TransferAsync(transfer, result => teller.Tell(submitted, result));
    }
}
