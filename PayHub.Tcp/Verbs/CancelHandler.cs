using PayHub.Data.Ledger;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;
using PayHub.Tcp.Connections;

namespace PayHub.Tcp.Verbs;

/// <summary><c>CANCEL#&lt;payment id&gt;</c>: a payment of the asker's own is never executed from now on; or the verdict that there is.</summary>
internal sealed class CancelHandler(Ledger ledger)
{
    public async ValueTask HandleAsync(ClientConnection client, CancelRequest request)
    {
        if (client.Session is not { } payer)
        {
            client.Refuse(RefusalCode.AuthFail);
            return;
        }
        var result = await ledger.CancelAsync(payer.AccountId, request.PaymentId);
        if (result.Outcome == TransferOutcome.Executed)
            client.Answer($"100 OK#{result.TransferId}\r\n");
        else if (result is { Outcome: TransferOutcome.Cancelled, IsRepeated: false })
            client.Outbox.Send(Reply.Ok);
        else
            client.Refuse(result.Outcome.ToCode());
    }
}
