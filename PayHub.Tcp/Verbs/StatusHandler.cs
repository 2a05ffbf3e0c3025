using PayHub.Data.Ledger;
using PayHub.Data.Queries;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;
using PayHub.Tcp.Connections;

namespace PayHub.Tcp.Verbs;

/// <summary><c>STATUS#&lt;payment id&gt;</c>: what became of a payment of the asker's own.</summary>
internal sealed class StatusHandler(HistoryQueries history)
{
    public async ValueTask HandleAsync(ClientConnection client, StatusRequest request)
    {
        if (client.Session is not { } asker)
        {
            client.Refuse(RefusalCode.AuthFail);
            return;
        }
        if (await history.VerdictAsync(asker.AccountId, request.PaymentId) is not { } verdict)
            client.Refuse(RefusalCode.Unknown);
        else if (verdict.Outcome == TransferOutcome.Executed)
            client.Answer($"100 OK#{verdict.TransferId}\r\n");
        else
            client.Refuse(verdict.Outcome.ToCode());
    }
}
