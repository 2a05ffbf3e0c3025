using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;
using PayHub.Tcp.Connections;
using PayHub.Tcp.Keys;
using PayHub.Tcp.Limits;

namespace PayHub.Tcp.Verbs;

/// <summary>
/// A payment sealed to the hub (docs/protocol.md, "Sealed messages"). What does not unseal, and what is no payment inside, gets
/// one and the same answer.
/// </summary>
internal sealed class SealedPaymentHandler(
    PaymentHandler payments, SignedPaymentHandler signedPayments, SealingKey key, CryptographyGate gate)
{
    public async ValueTask HandleAsync(ClientConnection client, SealedPaymentRequest request)
    {
        if (client.Session is null)
        {
            await client.RefuseInTurnAsync(RefusalCode.AuthFail);
            return;
        }
        switch (await UnsealAsync(request))
        {
            case PaymentRequest payment:
                await payments.HandleAsync(client, payment);
                break;
            case SignedPaymentRequest payment:
                await signedPayments.HandleAsync(client, payment);
                break;
            default:
                await FailAsync(client);
                break;
        }
    }

    private async ValueTask<Request> UnsealAsync(SealedPaymentRequest request)
    {
        await gate.EnterAsync();
        try
        {
            return key.Unsealer.TryUnseal(request.Form, request.Message, out var content)
                ? RequestParser.Parse(content)
                : MalformedRequest.Instance;
        }
        finally
        {
            gate.Leave();
        }
    }

    private static async ValueTask FailAsync(ClientConnection client)
    {
        await client.Payments.IdleAsync();
        if (client.CountUnsealFailure())
            Farewell.Refuse(client, RefusalCode.BadRequest);
        else
            client.Refuse(RefusalCode.BadRequest);
    }
}
