using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Signing;

namespace PayHub.Tests.Ledgers;

/// <summary>A keyed account of a rig, and its wallet's side: it signs.</summary>
internal sealed class SignedPayer
{
    public static readonly string HubFingerprint = Identity.Create().Public.Fingerprint;

    private readonly LedgerRig _rig;

    private SignedPayer(LedgerRig rig, string name, Identity identity) => (_rig, Name, Identity) = (rig, name, identity);

    public string Name { get; }

    public Identity Identity { get; }

    public long Id => _rig.Query($"SELECT id FROM accounts WHERE name = '{Name}'");

    public long KeyId => _rig.Query($"SELECT max(id) FROM account_keys WHERE account_id = {Id}");

    public long Balance => _rig.Query($"SELECT balance FROM accounts WHERE name = '{Name}'");

    public static async Task<SignedPayer> OpenAsync(LedgerRig rig, string name, long balance = 10_000)
    {
        var identity = Identity.Create();
        Assert.Equal(OpenAccountOutcome.Opened, await rig.Ledger.OpenAccountAsync(name, identity.Public.Spki, new Money(balance)));
        rig.Execute($"INSERT OR IGNORE INTO hub_keys (fingerprint, spki, from_at) VALUES ('{HubFingerprint}', x'00', 0)");
        return new SignedPayer(rig, name, identity);
    }

    /// <summary>The same account with another key.</summary>
    public SignedPayer With(Identity identity) => new(_rig, Name, identity);

    public SignedPayment Sign(long amount, string payee, string? id = null, DateTimeOffset? expires = null, string? memo = null, string? hub = null)
    {
        var jws = PaymentSigner.Sign(
            Identity, Name, amount, payee, id ?? PaymentId.New(), expires ?? DateTimeOffset.UtcNow.AddMinutes(10), hub ?? HubFingerprint, memo);
        Assert.True(SignedPayment.TryParse(System.Text.Encoding.ASCII.GetBytes(jws), out var payment));
        return payment;
    }

    /// <summary>Submits it as payer, or as somebody else, checked as the wire checks it.</summary>
    public async Task<TransferResult> SubmitAsync(SignedPayment payment, long? submitter = null, long? keyId = null) =>
        await _rig.Ledger.TransferAsync(new TransferRequest(payment.Payer, new Money(payment.Amount), payment.Payee, submitter ?? Id)
        {
            Signature = new PaymentSignature(
                payment.PaymentId, payment.Jws, payment.ContentHash, DateTimeOffset.FromUnixTimeSeconds(payment.ExpiresAt),
                payment.Hub == HubFingerprint, payment.Memo, payment.IsSignedBy(Identity.Public) ? keyId ?? KeyId : null),
        });
}
