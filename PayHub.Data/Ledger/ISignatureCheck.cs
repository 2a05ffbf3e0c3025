namespace PayHub.Data.Ledger;

/// <summary>What a payer signed.</summary>
/// <param name="Payer">The account to debit, in the case that the payer typed.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Payee">The account to credit, in the case that the payer typed.</param>
/// <param name="PaymentId">The payer's id for it.</param>
/// <param name="Hub">The fingerprint of the hub that it is for.</param>
/// <param name="ExpiresAt">Until when it could be executed, UTC.</param>
/// <param name="Memo">The payer's text.</param>
/// <param name="ContentHash">SHA-256 of what was signed.</param>
public sealed record SignedContent(
    string Payer, long Amount, string Payee, string PaymentId, string Hub, DateTimeOffset ExpiresAt, string? Memo,
    byte[] ContentHash);

/// <summary>The wire's rules of signatures, which the ledger does not know: for checking again what it keeps.</summary>
public interface ISignatureCheck
{
    /// <summary>Reads a signed payment, if a key signed it. May be called from several threads at once.</summary>
    /// <param name="jws">The signed payment, as kept.</param>
    /// <param name="spki">The key, SubjectPublicKeyInfo (DER).</param>
    /// <returns>Null where the bytes are no signed payment, or another key's.</returns>
    SignedContent? Read(byte[] jws, byte[] spki);
}
