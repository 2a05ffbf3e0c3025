using PayHub.Data.Ledger;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Signing;

namespace PayHub.Host;

/// <summary>The wire's rules of signatures, for <c>verify</c>.</summary>
internal sealed class SignatureCheck : ISignatureCheck
{
    public SignedContent? Read(byte[] jws, byte[] spki) =>
        SignedPayment.TryParse(jws, out var payment) && PublicKey.TryImport(spki, out var key) && payment.IsSignedBy(key)
            ? new SignedContent(payment.Payer, payment.Amount, payment.Payee, payment.PaymentId, payment.Hub, payment.Memo, payment.ContentHash)
            : null;
}
