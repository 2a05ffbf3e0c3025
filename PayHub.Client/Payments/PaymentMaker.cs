using PayHub.Client.Hub;
using PayHub.Client.Identities;
using PayHub.Protocol.Signing;

namespace PayHub.Client.Payments;

/// <summary>Makes a payment: a fresh id, a signature, both on disk before anybody sees them.</summary>
internal sealed class PaymentMaker(WalletIdentity identity, PaymentStore store)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Signs and keeps a payment.</summary>
    /// <param name="hub">The only hub that may execute it; its clock counts.</param>
    /// <param name="payer">The owner's account, as registered.</param>
    /// <param name="payee">Who is paid, as registered.</param>
    /// <param name="amount">Minor units, above zero.</param>
    /// <param name="memo">Words to it; null for none.</param>
    /// <param name="isDirect">Whether this wallet submits it itself.</param>
    /// <exception cref="IOException">It can't be kept, and must not be sent.</exception>
    public async Task<PaymentIntent> MakeAsync(SecureHubConnection hub, string payer, string payee, long amount, string? memo, bool isDirect)
    {
        var (id, now, fingerprint) = (PaymentId.New(), hub.HubTime, hub.Greeting.Fingerprint);
        var expires = DateTimeOffset.FromUnixTimeSeconds((now + Lifetime).ToUnixTimeSeconds());
        var jws = PaymentSigner.Sign(identity.Key, payer, amount, payee, id, expires, fingerprint, memo);
        var intent = new PaymentIntent(id, fingerprint, payer, payee, amount, memo, expires, jws, isDirect, now);
        await store.SaveAsync(intent);
        return intent;
    }
}
