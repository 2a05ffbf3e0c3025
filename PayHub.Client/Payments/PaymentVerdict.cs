using System.Globalization;
using PayHub.Client.Hub;
using PayHub.Protocol.Replies;

namespace PayHub.Client.Payments;

/// <summary>The hub's word on a payment.</summary>
/// <param name="State"><see cref="IntentState.Open"/> where the hub's word leaves it open.</param>
/// <param name="Line">The refusal, such as <c>350 INSUFFICIENT_FUNDS</c>; empty where it was executed.</param>
/// <param name="Transfer">The transfer's id, where it was executed.</param>
/// <param name="Balance">The payer's balance right after it, in minor units, where the hub told.</param>
internal sealed record PaymentVerdict(IntentState State, string Line, long? Transfer = null, long? Balance = null)
{
    /// <summary>Understands the answer to a submission.</summary>
    /// <param name="reply">The hub's answer.</param>
    /// <param name="isFirst">
    /// Whether nothing of this payment can have reached the hub before: then "not now" is a last word, because nobody will send it again.
    /// </param>
    public static PaymentVerdict OfSubmission(HubReply reply, bool isFirst) => reply switch
    {
        { IsOk: true } => Executed(reply),
        { Code: (int)RefusalCode.Cancelled } => new(IntentState.Cancelled, reply.Verdict),
        { Code: (int)RefusalCode.AuthFail or (int)RefusalCode.TooMany } when !isFirst => new(IntentState.Open, reply.Verdict),
        { Code: (int)RefusalCode.Unavailable or 0 } => new(IntentState.Open, reply.Verdict),
        _ => new(IntentState.Refused, reply.Verdict),
    };

    /// <summary>Understands the answer to <c>STATUS</c>. <c>250 UNKNOWN</c> leaves it open: the hub has not seen it yet.</summary>
    public static PaymentVerdict OfStatus(HubReply reply) => reply switch
    {
        { IsOk: true } => Executed(reply),
        { Code: (int)RefusalCode.Cancelled } => new(IntentState.Cancelled, reply.Verdict),
        { Code: (int)RefusalCode.SelfPayment or (int)RefusalCode.Frozen or (int)RefusalCode.Limit or (int)RefusalCode.InsufficientFunds } =>
            new(IntentState.Refused, reply.Verdict),
        _ => new(IntentState.Open, reply.Verdict),
    };

    /// <summary>Understands the answer to <c>CANCEL</c>: granted without a transfer, or the verdict that there is.</summary>
    public static PaymentVerdict OfCancel(HubReply reply) => reply switch
    {
        { IsOk: true, Fields: [] } => new(IntentState.Cancelled, ""),
        // An id that was never seen is recorded as cancelled: this one was refused because there is no such payee.
        { Code: (int)RefusalCode.Unknown } => new(IntentState.Refused, reply.Verdict),
        _ => OfStatus(reply),
    };

    private static PaymentVerdict Executed(HubReply reply) => new(IntentState.Executed, "", Number(reply, 0), Number(reply, 1));

    private static long? Number(HubReply reply, int field) =>
        field < reply.Fields.Count && long.TryParse(reply.Fields[field], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
