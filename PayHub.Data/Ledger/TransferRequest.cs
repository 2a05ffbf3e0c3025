namespace PayHub.Data.Ledger;

/// <summary>A payment that asks to be executed.</summary>
/// <param name="Payer">The name of the account to debit, in any ASCII case.</param>
/// <param name="Amount">At least one minor unit.</param>
/// <param name="Payee">The name of the account to credit, in any ASCII case.</param>
/// <param name="SubmitterId">The account that submits it.</param>
public sealed record TransferRequest(string Payer, Money Amount, string Payee, long SubmitterId)
{
    /// <summary>Whether the payer was logged in when it was submitted; an unsigned payment needs that.</summary>
    public bool PayerIsOnline { get; init; }

    /// <summary>What the payer signed; null for an unsigned payment.</summary>
    public PaymentSignature? Signature { get; init; }
}

/// <summary>A payer's signed payment, read and checked; what remains to be judged is judged by the ledger, in its order.</summary>
/// <param name="PaymentId">The payer's id for it: executed at most once, for ever.</param>
/// <param name="Jws">The signed payment, as received, kept with the transfer.</param>
/// <param name="ContentHash">SHA-256 of what was signed: two payments with one hash are the same.</param>
/// <param name="ExpiresAt">Until when it may be executed, UTC.</param>
/// <param name="IsForThisHub">Whether it names this hub.</param>
/// <param name="Memo">The payer's text.</param>
/// <param name="KeyId">The <see cref="Model.AccountKey"/> row whose key checked the signature; null where none did.</param>
public sealed record PaymentSignature(
    string PaymentId, byte[] Jws, byte[] ContentHash, DateTimeOffset ExpiresAt, bool IsForThisHub, string? Memo, long? KeyId);

/// <summary>What became of a <see cref="TransferRequest"/>.</summary>
/// <param name="Outcome">Executed, or why not.</param>
/// <param name="TransferId">The ledger's id of it; 0 unless executed.</param>
/// <param name="PayerBalance">The payer's balance right after it; zero unless executed.</param>
/// <param name="PayeeBalance">The payee's balance right after it; zero unless executed.</param>
public readonly record struct TransferResult(TransferOutcome Outcome, long TransferId, Money PayerBalance, Money PayeeBalance)
{
    /// <summary>Whether this verdict was given before, and is only repeated: nobody else need be told again.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>The payer's name as registered; null where nobody has it.</summary>
    public string? Payer { get; init; }

    /// <summary>The payee's name as registered; null where nobody has it.</summary>
    public string? Payee { get; init; }

    /// <summary>Nothing moved, or nobody can tell.</summary>
    public static TransferResult NotExecuted(TransferOutcome outcome) => new(outcome, 0, Money.Zero, Money.Zero);
}

/// <summary>What became of cancelling a payment id.</summary>
/// <param name="Outcome"><see cref="TransferOutcome.Cancelled"/>, or the verdict that there was, or why the hub could not.</param>
/// <param name="TransferId">The transfer, where the payment was executed; else 0.</param>
/// <param name="IsRepeated">Whether the verdict stood there before.</param>
public readonly record struct CancelResult(TransferOutcome Outcome, long TransferId, bool IsRepeated);

/// <summary>What became of asking for an account.</summary>
public enum OpenAccountOutcome
{
    /// <summary>The account is there, durable, with its opening balance.</summary>
    Opened,

    /// <summary>The name is, or was, somebody's.</summary>
    NameTaken,

    /// <summary>The key is another account's.</summary>
    KeyTaken,

    /// <summary>The hub could not do it. Nothing was made.</summary>
    Unavailable,

    /// <summary>The hub can't tell whether the account was made.</summary>
    OutcomeUnknown,
}

/// <summary>What became of binding a new key to an account.</summary>
public enum EnrolOutcome
{
    /// <summary>The new key is bound, the old one ended.</summary>
    Enrolled,

    /// <summary>No open window, a wrong code, or a window that is over: which of them is not told.</summary>
    Refused,

    /// <summary>The key is another account's, or already this one's.</summary>
    KeyTaken,

    /// <summary>The hub could not do it. Nothing was done.</summary>
    Unavailable,

    /// <summary>The hub can't tell whether it was done.</summary>
    OutcomeUnknown,
}
