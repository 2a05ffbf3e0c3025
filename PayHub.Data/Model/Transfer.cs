namespace PayHub.Data.Model;

/// <summary>Why money moved. Stored as its number; the names are those of the wire's HISTORY.</summary>
public enum TransferKind
{
    /// <summary>One person paid another.</summary>
    Payment = 0,

    /// <summary>The opening balance granted at registration.</summary>
    Opening = 1,

    /// <summary>An operator paid money in.</summary>
    Deposit = 2,

    /// <summary>An operator paid money out.</summary>
    Withdrawal = 3,

    /// <summary>An operator moved back what an earlier transfer moved.</summary>
    Reversal = 4,
}

/// <summary>A movement of money from one account to another. Never changed, never deleted.</summary>
public sealed class Transfer
{
    /// <summary>Given by the ledger writer: 1, 2, 3, without gaps.</summary>
    public long Id { get; set; }

    /// <summary>The account that pays.</summary>
    public long DebitId { get; set; }

    /// <summary>The account that is paid.</summary>
    public long CreditId { get; set; }

    /// <summary>Minor units, at least 1.</summary>
    public long Amount { get; set; }

    /// <summary>The paying account's balance right after this transfer, minor units.</summary>
    public long DebitAfter { get; set; }

    /// <summary>The paid account's balance right after this transfer, minor units.</summary>
    public long CreditAfter { get; set; }

    /// <summary>Why money moved.</summary>
    public TransferKind Kind { get; set; }

    /// <summary>Microseconds UTC: the time of its block.</summary>
    public long At { get; set; }

    /// <summary>For a reversal, the transfer that it moves back.</summary>
    public long? ReversesId { get; set; }

    /// <summary>The payer's text, from the signed payment.</summary>
    public string? Memo { get; set; }

    /// <summary>The first 8 bytes of the SHA-256 of its canonical bytes, so that a check can name the row that differs.</summary>
    public required byte[] Digest { get; set; }
}

/// <summary>Who moved money by hand, and why.</summary>
public sealed class TransferNote
{
    /// <summary>The transfer.</summary>
    public long TransferId { get; set; }

    /// <summary>The operator's Identity id.</summary>
    public required string OperatorId { get; set; }

    /// <summary>What the operator wrote.</summary>
    public required string Reason { get; set; }
}

/// <summary>A payer's signed payment, kept with the transfer that it authorised.</summary>
public sealed class PaymentProof
{
    /// <summary>The transfer.</summary>
    public long TransferId { get; set; }

    /// <summary>The <see cref="AccountKey"/> row whose key checked it.</summary>
    public long KeyId { get; set; }

    /// <summary>The JWS, as received.</summary>
    public required byte[] Jws { get; set; }
}

/// <summary>An account's side of a transfer: its history, in order.</summary>
public sealed class Posting
{
    /// <summary>The account.</summary>
    public long AccountId { get; set; }

    /// <summary>The transfer.</summary>
    public long TransferId { get; set; }
}

/// <summary>A payment id that was judged: executed, refused or cancelled, in one place, so that uniqueness spans them.</summary>
public sealed class PaymentId
{
    /// <summary>The payer's account.</summary>
    public long PayerId { get; set; }

    /// <summary>The payer's id for the payment.</summary>
    public required string Value { get; set; }

    /// <summary>SHA-256 of what was signed.</summary>
    public required byte[] ContentHash { get; set; }

    /// <summary>The verdict, as a <see cref="Ledger.TransferOutcome"/>.</summary>
    public int Outcome { get; set; }

    /// <summary>The transfer, where it was executed.</summary>
    public long? TransferId { get; set; }

    /// <summary>Until when a refusal is kept, microseconds UTC; null is for ever.</summary>
    public long? KeepUntil { get; set; }
}

/// <summary>How much of a transfer was reversed so far; the database caps it.</summary>
public sealed class ReversalTotal
{
    /// <summary>The original transfer.</summary>
    public long TransferId { get; set; }

    /// <summary>Its amount, minor units.</summary>
    public long Original { get; set; }

    /// <summary>The sum of its reversals, 1 to <see cref="Original"/>.</summary>
    public long Reversed { get; set; }
}

/// <summary>A batch of transfers that were committed together, chained by hash to the one before.</summary>
public sealed class Block
{
    /// <summary>1, 2, 3, without gaps.</summary>
    public long Number { get; set; }

    /// <summary>Its first transfer.</summary>
    public long FirstId { get; set; }

    /// <summary>Its last transfer.</summary>
    public long LastId { get; set; }

    /// <summary>Microseconds UTC, never before the previous block's.</summary>
    public long At { get; set; }

    /// <summary>SHA-256 over the previous block's hash and the canonical bytes of its transfers.</summary>
    public required byte[] Hash { get; set; }
}

/// <summary>Where the ledger stands: one row.</summary>
public sealed class LedgerHead
{
    /// <summary>Always 1.</summary>
    public long Id { get; set; }

    /// <summary>The newest transfer, 0 for none.</summary>
    public long LastTransfer { get; set; }

    /// <summary>The newest block, 0 for none.</summary>
    public long LastBlock { get; set; }

    /// <summary>The newest block's hash; 32 zero bytes before the first.</summary>
    public required byte[] LastHash { get; set; }

    /// <summary>The newest transfer whose postings are written.</summary>
    public long IndexedTo { get; set; }

    /// <summary>The newest audit row, 0 for none.</summary>
    public long LastAudit { get; set; }

    /// <summary>The newest audit row's hash; 32 zero bytes before the first.</summary>
    public required byte[] AuditHash { get; set; }
}

/// <summary>A payment that was refused; for the screen, capped and pruned.</summary>
public sealed class Refusal
{
    /// <summary>Ascending.</summary>
    public long Id { get; set; }

    /// <summary>Microseconds UTC.</summary>
    public long At { get; set; }

    /// <summary>The payer, where there is such an account.</summary>
    public long? PayerId { get; set; }

    /// <summary>The payee, where there is such an account.</summary>
    public long? PayeeId { get; set; }

    /// <summary>Who submitted it.</summary>
    public long? SubmitterId { get; set; }

    /// <summary>Minor units.</summary>
    public long Amount { get; set; }

    /// <summary>Why, as a <see cref="Ledger.TransferOutcome"/>.</summary>
    public int Reason { get; set; }

    /// <summary>The payer's id for it, where it had one.</summary>
    public string? PaymentId { get; set; }
}
