using PayHub.Data.Model;

namespace PayHub.Data.Queries;

/// <summary>A transfer with all that is known of it and never changes.</summary>
public sealed record TransferDetails
{
    /// <summary>The transfer as lists show it.</summary>
    public required LedgerRow Row { get; init; }

    /// <summary>The payer's words; null for none.</summary>
    public string? Memo { get; init; }

    /// <summary>The block that it was committed in.</summary>
    public required Block Block { get; init; }

    /// <summary>The payer's signature; null where the payment was not signed.</summary>
    public TransferSignature? Signature { get; init; }

    /// <summary>The operator who moved the money; null where none did.</summary>
    public TransferAct? Act { get; init; }

    /// <summary>The transfer that it moves back, wholly or in part; null where it is no reversal.</summary>
    public long? ReversesId { get; init; }
}

/// <summary>A payer's signature, as it was kept, and what a check of it says now.</summary>
/// <param name="PaymentId">The payer's id for the payment; null where the check failed to read it.</param>
/// <param name="Jws">The signed payment, as received.</param>
/// <param name="KeyId">The key row that checked it.</param>
/// <param name="Fingerprint">That key's; null where the row is gone.</param>
/// <param name="BoundAfter">The last transfer before the key was bound to the account.</param>
/// <param name="EndedAfter">The last transfer before the key was ended; null while it is the account's key.</param>
/// <param name="ExpiresAt">Until when it could be executed, UTC; null where the check failed to read it.</param>
/// <param name="Fault">What is wrong with it, in English, as <c>verify</c> says it; null where it holds.</param>
public sealed record TransferSignature(
    string? PaymentId, string Jws, long KeyId, string? Fingerprint, long? BoundAfter, long? EndedAfter, DateTimeOffset? ExpiresAt, string? Fault);

/// <summary>An operator's act that moved money.</summary>
/// <param name="Operator">The operator's name at the time; their id where the audit row is not found.</param>
/// <param name="Reason">Why, in the operator's words; null where none was asked for.</param>
/// <param name="AuditId">The audit row; null where it is not found.</param>
public sealed record TransferAct(string Operator, string? Reason, long? AuditId);

/// <summary>What may still change around a transfer: the ledger goes on, and money is moved back.</summary>
/// <param name="Head">The newest transfer of the ledger.</param>
/// <param name="LastBlock">The newest block.</param>
/// <param name="Original">The transfer that can be reversed: itself, or for a reversal the one that it moves back.</param>
/// <param name="Amount">What that one moved, minor units.</param>
/// <param name="Reversed">How much of it was moved back so far, minor units.</param>
/// <param name="Reversals">The newest of its reversals, the newest first.</param>
public sealed record ReversalState(long Head, long LastBlock, long Original, long Amount, long Reversed, IReadOnlyList<ReversalRow> Reversals)
{
    /// <summary>How much is left to move back, minor units.</summary>
    public long Rest => Amount - Reversed;
}

/// <summary>A reversal of a transfer.</summary>
/// <param name="Id">The transfer that moved money back.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Reason">Why, in the operator's words.</param>
public sealed record ReversalRow(long Id, DateTimeOffset At, long Amount, string? Reason);
