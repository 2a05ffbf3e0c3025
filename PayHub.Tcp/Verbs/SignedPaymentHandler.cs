using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;
using PayHub.Protocol.Signing;
using PayHub.Tcp.Connections;
using PayHub.Tcp.Keys;
using PayHub.Tcp.Limits;

namespace PayHub.Tcp.Verbs;

/// <summary>A payment signed by its payer, submitted by payer or payee (docs/protocol.md, "Signed payments").</summary>
internal sealed class SignedPaymentHandler(
    PaymentDesk desk, PayerKeys keys, CryptographyGate gate, HubIdentity identity, LedgerClock clock)
{
    private static readonly TimeSpan MostAhead = TimeSpan.FromHours(24);

    public async ValueTask HandleAsync(ClientConnection client, SignedPaymentRequest request)
    {
        var payment = request.Payment;
        var expires = DateTimeOffset.FromUnixTimeSeconds(payment.ExpiresAt);
        if (expires - clock.UtcNow > MostAhead)
        {
            await client.RefuseInTurnAsync(RefusalCode.BadRequest);
            return;
        }
        if (client.Session is not { } submitter)
        {
            await client.RefuseInTurnAsync(RefusalCode.AuthFail);
            return;
        }
        var transfer = new TransferRequest(payment.Payer, new Money(payment.Amount), payment.Payee, submitter.AccountId)
        {
            Signature = new PaymentSignature(
                payment.PaymentId, payment.Jws, payment.ContentHash, expires, payment.Hub == identity.Fingerprint, payment.Memo,
                await SigningKeyAsync(payment, submitter)),
        };
        await desk.TakeAsync(client, submitter, transfer);
    }

    // Checked here, on the connection's own thread: the ledger's has better things to do, and learns only which key it was.
    private async ValueTask<long?> SigningKeyAsync(SignedPayment payment, OnlineSession submitter)
    {
        // A stranger's submission is refused whatever the signature is, and must not cost a check of it.
        if (!IsName(payment.Payer, submitter) && !IsName(payment.Payee, submitter))
            return null;
        return await keys.FindAsync(payment.Payer) is { } key && await IsSignedByAsync(payment, key.Key) ? key.Id : null;
    }

    private async ValueTask<bool> IsSignedByAsync(SignedPayment payment, PublicKey key)
    {
        await gate.EnterAsync();
        try
        {
            return payment.IsSignedBy(key);
        }
        finally
        {
            gate.Leave();
        }
    }

    private static bool IsName(string name, OnlineSession session) => string.Equals(name, session.Name, StringComparison.OrdinalIgnoreCase);
}
