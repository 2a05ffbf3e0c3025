using PayHub.Data.Ledger;

namespace PayHub.Web.Components.Parts;

/// <summary>Why a payment was refused: for people, and as the wire says it (docs/protocol.md, "Refusals").</summary>
internal static class RefusalWords
{
    /// <summary>All reasons, in the wire's order of precedence.</summary>
    public static readonly IReadOnlyList<TransferOutcome> Reasons =
        [.. Enum.GetValues<TransferOutcome>().Where(o => o is not (TransferOutcome.Executed or TransferOutcome.OutcomeUnknown))];

    /// <summary>The reason in words.</summary>
    public static string Word(this TransferOutcome outcome) => Words(outcome).Text;

    /// <summary>The line that the wallet got: its code and word.</summary>
    public static string Wire(this TransferOutcome outcome) => Words(outcome).Wire;

    private static (string Text, string Wire) Words(TransferOutcome outcome) => outcome switch
    {
        TransferOutcome.NotAllowed => ("Sent by neither payer nor payee", "230 NOT_ALLOWED"),
        TransferOutcome.UnknownPayer => ("No such payer", "250 UNKNOWN"),
        TransferOutcome.PayerOffline => ("The payer was offline", "250 UNKNOWN"),
        TransferOutcome.UnknownPayee => ("No such payee", "250 UNKNOWN"),
        TransferOutcome.BadSignature => ("Not signed by the payer's key", "310 BAD_SIGNATURE"),
        TransferOutcome.Expired => ("The signature's time was over", "311 EXPIRED"),
        TransferOutcome.WrongHub => ("Signed for another hub", "312 WRONG_HUB"),
        TransferOutcome.KeyRequired => ("Not signed, though the payer has a key", "313 KEY_REQUIRED"),
        TransferOutcome.Duplicate => ("Its id was used for another payment", "320 DUPLICATE"),
        TransferOutcome.SelfPayment => ("Payer and payee are one", "330 SELF_PAYMENT"),
        TransferOutcome.Frozen => ("Payer or payee is frozen", "340 FROZEN"),
        TransferOutcome.Limit => ("Above a limit", "341 LIMIT"),
        TransferOutcome.Cancelled => ("Cancelled by the payer", "342 CANCELLED"),
        TransferOutcome.InsufficientFunds => ("The payer had too little", "350 INSUFFICIENT_FUNDS"),
        TransferOutcome.TooMany => ("Too many refusals of the payer", "429 TOO_MANY"),
        _ => ("The hub could not do it", "500 UNAVAILABLE"),
    };
}
