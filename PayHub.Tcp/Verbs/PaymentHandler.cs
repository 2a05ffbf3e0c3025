using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;
using PayHub.Tcp.Connections;

namespace PayHub.Tcp.Verbs;

/// <summary><c>&lt;payer&gt;#&lt;amount&gt;#&lt;payee&gt;</c>: an unsigned payment, submitted by its payee (docs/protocol.md, "Payments").</summary>
internal sealed class PaymentHandler(PaymentDesk desk, PresenceBoard board)
{
    public ValueTask HandleAsync(ClientConnection client, PaymentRequest request)
    {
        if (client.Session is not { } submitter)
            return client.RefuseInTurnAsync(RefusalCode.AuthFail);
        var transfer = new TransferRequest(request.Payer, new Money(request.Amount), request.Payee, submitter.AccountId)
        {
            PayerIsOnline = board.Find(request.Payer) is not null,
        };
        return desk.TakeAsync(client, submitter, transfer);
    }
}
