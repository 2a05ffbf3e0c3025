using Jose;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Tokens;

namespace PayHub.Protocol.Signing;

/// <summary>Signs payments (docs/protocol.md, "Signed payments"). May be used by several threads at once.</summary>
public static class PaymentSigner
{
    private const long MaxAmount = 999_999_999_999_999_999;

    /// <summary>Signs a payment: a JWS in compact form with ES256 (RFC 7515, 7.1; RFC 7518, 3.4), in ASCII.</summary>
    /// <param name="payer">The payer's key.</param>
    /// <param name="payerName">The payer's account.</param>
    /// <param name="amount">Whole minor units, 1 to 999,999,999,999,999,999.</param>
    /// <param name="payeeName">The payee's account.</param>
    /// <param name="paymentId">The payment's id, stored before this is sent; see <see cref="PaymentId.New"/>.</param>
    /// <param name="expires">Until when the hub may execute it, at most 24 hours ahead by its clock. Parts of a second are dropped.</param>
    /// <param name="hubFingerprint">The fingerprint of the one hub that may execute it.</param>
    /// <param name="memo">Words for the payee, at most 200 Unicode scalar values, no control characters; null for none.</param>
    /// <exception cref="ArgumentException">One of them is not of its form: the message says which.</exception>
    public static string Sign(
        Identity payer, string payerName, long amount, string payeeName,
        string paymentId, DateTimeOffset expires, string hubFingerprint, string? memo)
    {
        ArgumentNullException.ThrowIfNull(payer);
        if (!AccountName.IsValid(payerName))
            throw new ArgumentException("This is no account name.", nameof(payerName));
        if (!AccountName.IsValid(payeeName))
            throw new ArgumentException("This is no account name.", nameof(payeeName));
        if (amount is < 1 or > MaxAmount)
            throw new ArgumentOutOfRangeException(nameof(amount), amount, $"An amount is 1 to {MaxAmount} minor units.");
        var header = new PaymentHeader(paymentId, expires.ToUnixTimeSeconds(), hubFingerprint, memo);
        if (header.Fault is { } fault)
            throw new ArgumentException(fault);
        var text = new PaymentText(payerName, amount, payeeName).ToBytes();
        using var loan = payer.BorrowSigningKey();
        return JWT.EncodeBytes(text, loan.Key, PinnedAlgorithms.Signature, header.ToMembers(), PinnedAlgorithms.Settings);
    }
}
