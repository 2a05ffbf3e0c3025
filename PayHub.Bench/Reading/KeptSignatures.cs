using PayHub.Data.Ledger;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Signing;

namespace PayHub.Bench.Reading;

/// <summary>Checks the signature of one payment, as the host does when its page is opened.</summary>
internal sealed class KeptSignatures : ISignatureCheck
{
    public SignedContent? Read(byte[] jws, byte[] spki) =>
        SignedPayment.TryParse(jws, out var payment) && PublicKey.TryImport(spki, out var key) && payment.IsSignedBy(key)
            ? new SignedContent(
                payment.Payer, payment.Amount, payment.Payee, payment.PaymentId, payment.Hub,
                DateTimeOffset.FromUnixTimeSeconds(payment.ExpiresAt), payment.Memo, payment.ContentHash)
            : null;
}
