using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Protocol.Replies;
using PayHub.Tcp.Connections;
using PayHub.Tcp.Limits;

namespace PayHub.Tcp.Verbs;

/// <summary>A payment as it was submitted.</summary>
/// <param name="Connection">Where it came in.</param>
/// <param name="Submitter">Who submitted it.</param>
/// <param name="Request">What was asked of the ledger.</param>
internal readonly record struct SubmittedPayment(ClientConnection Connection, OnlineSession Submitter, TransferRequest Request)
{
    public bool IsSigned => Request.Signature is not null;

    public string? PaymentId => Request.Signature?.PaymentId;

    /// <summary>Whether the payer brought it: what is left to tell is for the payee.</summary>
    public bool IsByPayer => string.Equals(Submitter.Name, Request.Payer, StringComparison.OrdinalIgnoreCase);
}

/// <summary>
/// Tells submitter, payer and payee what became of a payment, each in its own dialect (docs/protocol.md, "Payments" and "Between
/// the dialects"). Runs on the ledger's thread, in the order of the commits, so that no push overtakes a reply.
/// </summary>
internal sealed class PaymentTeller(PresenceBoard board, RefusalLimiter limiter)
{
    public void Tell(in SubmittedPayment payment, in TransferResult result)
    {
        if (result.Outcome == TransferOutcome.Executed)
            TellExecuted(payment, result);
        else if (result.Outcome == TransferOutcome.OutcomeUnknown)
            TellUnknown(payment);
        else
            TellRefused(payment, result);
    }

    private void TellExecuted(in SubmittedPayment payment, in TransferResult result)
    {
        // Classic payees take any answer here for the next payment, so they are told nothing.
        if (payment.Connection.IsExtended)
            ReplyExecuted(payment, result);
        else if (payment.IsByPayer)
            payment.Connection.Outbox.Send(Reply.TransferOk);
        if (result.IsRepeated)
            return;
        if (payment.IsByPayer)
            PushPaid(payment, result);
        else
            PushSent(payment, result);
    }

    private static void ReplyExecuted(in SubmittedPayment payment, in TransferResult result)
    {
        Span<byte> line = stackalloc byte[Reply.MaxExecutedLength];
        var balance = payment.IsByPayer ? result.PayerBalance : result.PayeeBalance;
        payment.Connection.Outbox.Send(line[..Reply.WriteExecuted(line, result.TransferId, balance.MinorUnits)]);
    }

    private void PushPaid(in SubmittedPayment payment, in TransferResult result)
    {
        if (ConnectionOf(payment.Request.Payee) is not { IsExtended: true } payee)
            return;
        Span<byte> line = stackalloc byte[Push.MaxLength];
        payee.Outbox.Push(line[..Push.WritePaid(
            line, result.TransferId, result.Payer!, payment.Request.Amount.MinorUnits, result.PayeeBalance.MinorUnits,
            payment.Request.Signature?.Memo, payment.PaymentId)]);
    }

    private void PushSent(in SubmittedPayment payment, in TransferResult result)
    {
        // Looked up now: the payer may have left, or moved to another connection, while the payment was at work.
        var payer = ConnectionOf(payment.Request.Payer);
        if (payer is { IsExtended: false })
            payer.Outbox.Push(Reply.TransferOk);
        if (payer is not { IsExtended: true })
            return;
        Span<byte> line = stackalloc byte[Push.MaxLength];
        payer.Outbox.Push(line[..Push.WriteSent(
            line, result.TransferId, result.Payee!, payment.Request.Amount.MinorUnits, result.PayerBalance.MinorUnits, payment.PaymentId)]);
    }

    // No classic line says "perhaps": the client must look at its balance again.
    private void TellUnknown(in SubmittedPayment payment)
    {
        if (payment.Connection.IsExtended)
            payment.Connection.Refuse(RefusalCode.Unavailable);
        else
            payment.Connection.Disconnect(SessionEnd.OutcomeUnknown);
        var other = ConnectionOf(payment.IsByPayer ? payment.Request.Payee : payment.Request.Payer);
        if (other is { IsExtended: true })
            other.Outbox.Push(Push.Missed);
        else if (!payment.IsByPayer)
            other?.Disconnect(SessionEnd.OutcomeUnknown);
    }

    private void TellRefused(in SubmittedPayment payment, in TransferResult result)
    {
        var payer = IsForPayer(payment, result) ? board.Find(payment.Request.Payer) : null;
        var isOften = payer is not null && !limiter.MayTell(payer.Name, payment.Submitter.AccountId);
        if (payer is not null && !isOften)
            PushRefused(payer, payment, result);
        // An extended submitter of a signed payment gets the verdict that was recorded.
        if (isOften && !(payment.Connection.IsExtended && payment.IsSigned))
            payment.Connection.Refuse(RefusalCode.TooMany);
        else if (payment.Connection.IsExtended)
            payment.Connection.Refuse(result.Outcome.ToCode());
        else if (payer is null || (payer.IsKeyed && !payment.IsSigned))
            payment.Connection.Outbox.Send(Reply.TransferFail);
    }

    // Of a signed payment the payer hears final verdicts alone: after any other word for it, it could still be executed.
    private static bool IsForPayer(in SubmittedPayment payment, in TransferResult result)
    {
        if (payment.IsByPayer || result.IsRepeated)
            return false;
        return payment.IsSigned
            ? result.Outcome is TransferOutcome.Expired or TransferOutcome.UnknownPayee or TransferOutcome.SelfPayment
                or TransferOutcome.Frozen or TransferOutcome.Limit or TransferOutcome.InsufficientFunds
            : result.Outcome != TransferOutcome.NotAllowed && payment.Request.PayerIsOnline;
    }

    private static void PushRefused(OnlineSession payer, in SubmittedPayment payment, in TransferResult result)
    {
        if (payer.Link is not ClientConnection connection)
            return;
        if (connection.IsExtended)
        {
            Span<byte> line = stackalloc byte[Push.MaxLength];
            connection.Outbox.Push(line[..Push.WriteRefused(
                line, payment.PaymentId, result.Payee ?? payment.Request.Payee, payment.Request.Amount.MinorUnits, result.Outcome.ToCode())]);
        }
        else if (!payer.IsKeyed || payment.IsSigned)
        {
            connection.Outbox.Push(Reply.TransferFail);
        }
    }

    private ClientConnection? ConnectionOf(string name) => board.Find(name)?.Link as ClientConnection;
}
