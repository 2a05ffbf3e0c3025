using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Tokens;

namespace PayHub.Protocol.Signing;

/// <summary>A payment signed by its payer: a JWS in compact form (RFC 7515, 7.1; docs/protocol.md, "Signed payments"), of the right form.</summary>
/// <remarks>That it was read says nothing about who signed it: ask <see cref="IsSignedBy"/>. Two are equal when their bytes are.</remarks>
public sealed record SignedPayment
{
    /// <summary>The longest JWS that is looked at, in bytes. The longest memo, every character of it escaped, fits.</summary>
    public const int MaxBytes = 4096;

    private const int SignatureBytes = 64;

    private readonly byte[] _signature;

    private SignedPayment(PaymentText text, PaymentHeader header, byte[] jws, byte[] signature)
    {
        (Payer, Amount, Payee) = text;
        (PaymentId, ExpiresAt, Hub, Memo) = header;
        Jws = jws;
        _signature = signature;
        ContentHash = SHA256.HashData(jws.AsSpan(0, jws.AsSpan().LastIndexOf((byte)'.')));
    }

    /// <summary>The account to debit, in the case that the payer typed.</summary>
    public string Payer { get; }

    /// <summary>Whole minor units, 1 to 999,999,999,999,999,999.</summary>
    public long Amount { get; }

    /// <summary>The account to credit, in the case that the payer typed.</summary>
    public string Payee { get; }

    /// <summary>The payer's id for this payment (<c>jti</c>), 16 to 64 characters.</summary>
    public string PaymentId { get; }

    /// <summary>From when on the payment is not executed any more (<c>exp</c>): Unix seconds, zero or above.</summary>
    public long ExpiresAt { get; }

    /// <summary>The fingerprint of the hub that the payment is meant for.</summary>
    public string Hub { get; }

    /// <summary>The payer's words, at most 200 Unicode scalar values; null where the header has none.</summary>
    public string? Memo { get; }

    /// <summary>The whole JWS as received. Not to be changed.</summary>
    public byte[] Jws { get; }

    /// <summary>
    /// SHA-256 of the JWS Signing Input as received (RFC 7515, 2): payments with the same one are the same payment. Not to be changed.
    /// </summary>
    public byte[] ContentHash { get; }

    /// <summary>
    /// Reads a signed payment. Judges its form alone: whether the payer signed it, for this hub, and in time, is for the caller.
    /// </summary>
    /// <param name="compact">The JWS in compact form, without a terminator.</param>
    /// <param name="payment">The payment.</param>
    /// <returns>False, and no payment, for whatever is not exactly the form of docs/protocol.md, "Signed payments". Never throws.</returns>
    public static bool TryParse(ReadOnlySpan<byte> compact, [NotNullWhen(true)] out SignedPayment? payment)
    {
        payment = null;
        if (compact.Length > MaxBytes || !CompactParts.TryDecode(compact, 3, out var parts) || parts[2].Length != SignatureBytes)
            return false;
        if (!PaymentHeader.TryRead(parts[0], out var header) || !PaymentText.TryParse(parts[1], out var text))
            return false;
        payment = new SignedPayment(text, header, compact.ToArray(), parts[2]);
        return true;
    }

    /// <summary>Whether the signature is this key's: ES256, 64 bytes, R and S (RFC 7518, 3.4). May be asked by several threads at once.</summary>
    public bool IsSignedBy(PublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Span<byte> der = stackalloc byte[DerSignature.MaxBytes];
        var length = DerSignature.Write(_signature, der);
        using var loan = key.Borrow();
        // The header is read already and names ES256, and no other algorithm; and the hash is there.
        return loan.Key.VerifyHash(ContentHash, der[..length], DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <summary>Whether the two are the same bytes.</summary>
    public bool Equals(SignedPayment? other) => other is not null && Jws.AsSpan().SequenceEqual(other.Jws);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(ContentHash);
}
