using PayHub.Protocol.Keys;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;
using PayHub.Protocol.Signing;

namespace PayHub.Client.Peers;

/// <summary>Opens what a peer sealed to this wallet. What the owner is asked about is a payment of that peer, to this account, at this hub.</summary>
internal sealed class PeerPaymentReader(Identity identity, string account, string hubFingerprint)
{
    /// <summary>Unseals a payment and judges all that needs no hub, in the order of docs/protocol.md, "Refusals".</summary>
    /// <returns>The payment; or null, and why it is refused.</returns>
    public (SignedPayment? Payment, RefusalCode Refusal) Read(PeerPayment line, string peer, PublicKey peerKey)
    {
        if (!identity.TryUnseal(line.Jwe, out var content))
            return (null, RefusalCode.BadRequest);
        if (!SignedPayment.TryParse(content, out var payment))
            return (null, JudgeUnsigned(content, peer));
        if (!Is(payment.Payer, peer) || !Is(payment.Payee, account))
            return (null, RefusalCode.NotAllowed);
        if (!payment.IsSignedBy(peerKey))
            return (null, RefusalCode.BadSignature);
        return payment.Hub == hubFingerprint ? (payment, default) : (null, RefusalCode.WrongHub);
    }

    // Whoever can open a link has a key.
    private RefusalCode JudgeUnsigned(byte[] content, string peer) => RequestParser.Parse(content) switch
    {
        PaymentRequest payment when Is(payment.Payer, peer) && Is(payment.Payee, account) => RefusalCode.KeyRequired,
        PaymentRequest => RefusalCode.NotAllowed,
        _ => RefusalCode.BadRequest,
    };

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
