using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;
using PayHub.Tcp.Connections;
using PayHub.Tcp.Limits;

namespace PayHub.Tcp.Verbs;

/// <summary><c>&lt;payer&gt;#&lt;amount&gt;#&lt;payee&gt;</c>: an unsigned payment, submitted by its payee (docs/protocol.md, "Payments").</summary>
internal sealed class PaymentHandler(Ledger ledger, PresenceBoard board, RefusalLimiter limiter)
{
    public async ValueTask HandleAsync(ClientConnection client, PaymentRequest request)
    {
        if (client.Session is not { } submitter)
        {
            client.Outbox.Send(Reply.AuthFail);
            return;
        }
        var isOnline = board.Find(request.Payer) is not null;
        var result = await ledger.TransferAsync(new TransferRequest(
            request.Payer, new Money(request.Amount), request.Payee, submitter.AccountId) { PayerIsOnline = isOnline });
        // Looked up anew: the payer may have left, or moved to another connection, while the payment was at work.
        Tell(client, submitter, isOnline ? board.Find(request.Payer) : null, result.Outcome);
    }

    private void Tell(ClientConnection client, OnlineSession submitter, OnlineSession? payer, TransferOutcome outcome)
    {
        switch (outcome)
        {
            // Real payees take any answer here for the next payment, so the payee is told nothing.
            case TransferOutcome.Executed:
                PushTo(payer, Reply.TransferOk);
                break;
            // No classic line says "perhaps": the client must look at its balance again.
            case TransferOutcome.OutcomeUnknown:
                client.Disconnect(SessionEnd.OutcomeUnknown);
                payer?.Link.Disconnect(SessionEnd.OutcomeUnknown);
                break;
            case TransferOutcome.NotAllowed:
                client.Outbox.Send(Reply.TransferFail);
                break;
            default:
                TellRefusal(client, submitter, payer);
                break;
        }
    }

    private void TellRefusal(ClientConnection client, OnlineSession submitter, OnlineSession? payer)
    {
        if (payer is null || payer.IsKeyed)
            client.Outbox.Send(Reply.TransferFail);
        else if (limiter.MayTell(payer.Name, submitter.AccountId))
            PushTo(payer, Reply.TransferFail);
        else
            client.Outbox.Send(Reply.TooMany);
    }

    private static void PushTo(OnlineSession? session, ReadOnlySpan<byte> line)
    {
        if (session?.Link is ClientConnection connection)
            connection.Outbox.Push(line);
    }
}
