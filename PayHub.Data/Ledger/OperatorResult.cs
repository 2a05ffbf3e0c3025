using System.Text.Json.Serialization;

namespace PayHub.Data.Ledger;

/// <summary>What became of an operator's act. Kept by name with answers that may be told again.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OperatorOutcome>))]
public enum OperatorOutcome
{
    /// <summary>Done, and durable.</summary>
    Done,

    /// <summary>No such account, or one of the hub's own.</summary>
    UnknownAccount,

    /// <summary>No such transfer.</summary>
    UnknownTransfer,

    /// <summary>The account is closed, for good.</summary>
    Closed,

    /// <summary>It stands so already; nothing was done.</summary>
    Unchanged,

    /// <summary>The account that would pay has less than the amount.</summary>
    InsufficientFunds,

    /// <summary>A balance would leave its range.</summary>
    Limit,

    /// <summary>The transfer is itself a reversal.</summary>
    NotReversible,

    /// <summary>More than what is left of the transfer to reverse.</summary>
    AboveRest,

    /// <summary>The account still holds money, and so can't be closed.</summary>
    NotEmpty,

    /// <summary>The name is, or was, somebody's.</summary>
    NameTaken,

    /// <summary>No account may be called so.</summary>
    NotAName,

    /// <summary>The session is over.</summary>
    NotOnline,

    /// <summary>The idempotency key was used for another request.</summary>
    KeyReused,

    /// <summary>The hub could not do it. Nothing was done.</summary>
    Unavailable,

    /// <summary>The hub can't tell whether it was done.</summary>
    OutcomeUnknown,
}

/// <summary>What became of an operator's act, and what stands there now.</summary>
/// <param name="Outcome">Done, or why not.</param>
public sealed record OperatorResult(OperatorOutcome Outcome)
{
    /// <summary>The transfer that it made, where it moved money.</summary>
    public long? TransferId { get; init; }

    /// <summary>The account's name, as registered.</summary>
    public string? Account { get; init; }

    /// <summary>The account's balance right after it, or what stood in its way, minor units.</summary>
    public long? Balance { get; init; }

    /// <summary>Of a reversal: how much of the original is left to reverse, minor units.</summary>
    public long? Rest { get; init; }

    /// <summary>Whether it was done before under the same idempotency key, and is only told again.</summary>
    public bool IsRepeated { get; init; }
}
