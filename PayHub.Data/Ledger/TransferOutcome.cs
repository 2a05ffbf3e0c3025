namespace PayHub.Data.Ledger;

/// <summary>
/// What became of a transfer: a closed list, judged in this order, so that one request always gets one
/// answer. Stored as its number, which is the wire's code where the wire has one.
/// </summary>
public enum TransferOutcome
{
    /// <summary>Executed, and durable.</summary>
    Executed = 100,

    /// <summary>Unsigned, and not submitted by the payee.</summary>
    NotAllowed = 230,

    /// <summary>No such payer.</summary>
    UnknownPayer = 251,

    /// <summary>The payer has a key, and the payment is not signed.</summary>
    KeyRequired = 313,

    /// <summary>The payer of an unsigned payment is not logged in.</summary>
    PayerOffline = 252,

    /// <summary>No such payee.</summary>
    UnknownPayee = 250,

    /// <summary>Payer and payee are one.</summary>
    SelfPayment = 330,

    /// <summary>Payer or payee is frozen.</summary>
    Frozen = 340,

    /// <summary>Above a limit of the payer, or a balance would leave its range.</summary>
    Limit = 341,

    /// <summary>The payer has less than the amount.</summary>
    InsufficientFunds = 350,

    /// <summary>The hub could not do it. Nothing moved.</summary>
    Unavailable = 500,

    /// <summary>The hub can't tell whether it was executed.</summary>
    OutcomeUnknown = 501,
}
