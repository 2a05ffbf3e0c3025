namespace PayHub.Data.Ledger;

/// <summary>
/// What became of a transfer: a closed list, judged in this order, so that one request always gets one
/// answer. Stored as its number, which is the wire's code where the wire has one.
/// </summary>
public enum TransferOutcome
{
    /// <summary>Executed, and durable.</summary>
    Executed = 100,

    /// <summary>Unsigned and not submitted by the payee, or submitted by neither payer nor payee.</summary>
    NotAllowed = 230,

    /// <summary>No such payer.</summary>
    UnknownPayer = 251,

    /// <summary>The payer has a key, and the payment is not signed.</summary>
    KeyRequired = 313,

    /// <summary>The signature is not that of the payer's current key.</summary>
    BadSignature = 310,

    /// <summary>The payer of an unsigned payment is not logged in.</summary>
    PayerOffline = 252,

    /// <summary>The payer cancelled the payment's id before it was executed. Recorded.</summary>
    Cancelled = 342,

    /// <summary>The payer used the id for another payment.</summary>
    Duplicate = 320,

    /// <summary>The payer's signature names another hub.</summary>
    WrongHub = 312,

    /// <summary>The payer's signature is no longer good: its time is over.</summary>
    Expired = 311,

    /// <summary>So many refused payments of the payer are recorded that no more are.</summary>
    TooMany = 429,

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
