namespace PayHub.Data.Ledger;

/// <summary>An unsigned payment that asks to be executed.</summary>
/// <param name="Payer">The name of the account to debit, in any ASCII case.</param>
/// <param name="Amount">At least one minor unit.</param>
/// <param name="Payee">The name of the account to credit, in any ASCII case.</param>
/// <param name="SubmitterId">The account that submits it.</param>
/// <param name="PayerIsOnline">Whether the payer was logged in when it was submitted; an unsigned payment needs that.</param>
public sealed record TransferRequest(string Payer, Money Amount, string Payee, long SubmitterId, bool PayerIsOnline);

/// <summary>What became of a <see cref="TransferRequest"/>.</summary>
/// <param name="Outcome">Executed, or why not.</param>
/// <param name="TransferId">The ledger's id of it; 0 unless executed.</param>
/// <param name="PayerBalance">The payer's balance right after it; zero unless executed.</param>
/// <param name="PayeeBalance">The payee's balance right after it; zero unless executed.</param>
public readonly record struct TransferResult(TransferOutcome Outcome, long TransferId, Money PayerBalance, Money PayeeBalance)
{
    /// <summary>Nothing moved, or nobody can tell.</summary>
    public static TransferResult NotExecuted(TransferOutcome outcome) => new(outcome, 0, Money.Zero, Money.Zero);
}

/// <summary>What became of asking for an account.</summary>
public enum OpenAccountOutcome
{
    /// <summary>The account is there, durable, with its opening balance.</summary>
    Opened,

    /// <summary>The name is, or was, somebody's.</summary>
    NameTaken,

    /// <summary>The hub could not do it. Nothing was made.</summary>
    Unavailable,

    /// <summary>The hub can't tell whether the account was made.</summary>
    OutcomeUnknown,
}
