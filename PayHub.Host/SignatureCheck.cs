using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using PayHub.Data.Ledger;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Signing;

namespace PayHub.Host;

/// <summary>The wire's rules of signatures, for <c>verify</c>.</summary>
internal sealed class SignatureCheck : ISignatureCheck
{
    // Importing a key costs more than checking a signature with it; so many take about 200 MB.
    private const int MostKeys = 100_000;

    private readonly ConcurrentDictionary<byte[], PublicKey> _keys = new(new SpkiComparer());

    public SignedContent? Read(byte[] jws, byte[] spki) =>
        SignedPayment.TryParse(jws, out var payment) && TryGetKey(spki, out var key) && payment.IsSignedBy(key)
            ? new SignedContent(
                payment.Payer, payment.Amount, payment.Payee, payment.PaymentId, payment.Hub,
                DateTimeOffset.FromUnixTimeSeconds(payment.ExpiresAt), payment.Memo, payment.ContentHash)
            : null;

    private bool TryGetKey(byte[] spki, [NotNullWhen(true)] out PublicKey? key)
    {
        if (_keys.TryGetValue(spki, out key))
            return true;
        if (!PublicKey.TryImport(spki, out key, isForUse: true))
            return false;
        if (_keys.Count < MostKeys)
            _keys.TryAdd(spki, key);
        return true;
    }

    private sealed class SpkiComparer : EqualityComparer<byte[]>
    {
        public override bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        // The point stands last, and is as good as random.
        public override int GetHashCode(byte[] spki) => spki.Length < sizeof(int) ? 0 : BitConverter.ToInt32(spki, spki.Length - sizeof(int));
    }
}
