using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Protocol.Replies;
using PayHub.Tcp.Connections;
using PayHub.Tcp.Limits;

namespace PayHub.Tcp.Verbs;

/// <summary>
/// Tells submitter, payer and payee what became of a payment, each in its own dialect (docs/protocol.md, "Payments" and "Between
/// the dialects"). Runs on the ledger's thread, in the order of the commits, so that no push overtakes a reply. What is said is sent
/// when all of a batch is said: one flush a batch and connection.
/// </summary>
internal sealed class PaymentTeller
{
    private readonly PresenceBoard _board;
    private readonly RefusalLimiter _limiter;
    private readonly FlushList _flushes = new();

    public PaymentTeller(PresenceBoard board, RefusalLimiter limiter, Ledger ledger)
    {
        (_board, _limiter) = (board, limiter);
        ledger.BatchTold += _flushes.Flush;
    }

    public void Tell(SubmittedPayment payment, in TransferResult result)
    {
        if (result.Outcome == TransferOutcome.Executed)
            TellExecuted(payment, result);
        else if (result.Outcome == TransferOutcome.OutcomeUnknown)
            TellUnknown(payment);
        else
            TellRefused(payment, result);
    }

    private void TellExecuted(SubmittedPayment payment, in TransferResult result)
    {
        // Classic payees take any answer here for the next payment, so they are told nothing.
        if (payment.Connection.IsExtended)
            ReplyExecuted(payment, result);
        else if (payment.IsByPayer)
            payment.Connection.Outbox.Send(Reply.TransferOk, _flushes);
        if (result.IsRepeated)
            return;
        if (payment.IsByPayer)
            PushPaid(payment, result);
        else
            PushSent(payment, result);
    }

    private void ReplyExecuted(SubmittedPayment payment, in TransferResult result)
    {
        Span<byte> line = stackalloc byte[Reply.MaxExecutedLength];
        var balance = payment.IsByPayer ? result.PayerBalance : result.PayeeBalance;
        payment.Connection.Outbox.Send(line[..Reply.WriteExecuted(line, result.TransferId, balance.MinorUnits)], _flushes);
    }

    private void PushPaid(SubmittedPayment payment, in TransferResult result)
    {
        if (ConnectionOf(payment.Request.Payee) is not { IsExtended: true } payee)
            return;
        Span<byte> line = stackalloc byte[Push.MaxLength];
        payee.Outbox.Push(line[..Push.WritePaid(
            line, result.TransferId, result.Payer!, payment.Request.Amount.MinorUnits, result.PayeeBalance.MinorUnits,
            payment.Request.Signature?.Memo, payment.PaymentId)], _flushes);
    }

    private void PushSent(SubmittedPayment payment, in TransferResult result)
    {
        // Looked up now: the payer may have left, or moved to another connection, while the payment was at work.
        var payer = ConnectionOf(payment.Request.Payer);
        if (payer is { IsExtended: false })
            payer.Outbox.Push(Reply.TransferOk, _flushes);
        if (payer is not { IsExtended: true })
            return;
        Span<byte> line = stackalloc byte[Push.MaxLength];
        payer.Outbox.Push(line[..Push.WriteSent(
            line, result.TransferId, result.Payee!, payment.Request.Amount.MinorUnits, result.PayerBalance.MinorUnits, payment.PaymentId)], _flushes);
    }

    // No classic line says "perhaps": the client must look at its balance again.
    private void TellUnknown(SubmittedPayment payment)
    {
        if (payment.Connection.IsExtended)
            Refuse(payment, RefusalCode.Unavailable);
        else
            Leave(payment.Connection);
        if (!payment.IsByParty)
            return;
        var other = ConnectionOf(payment.IsByPayer ? payment.Request.Payee : payment.Request.Payer);
        if (other is { IsExtended: true })
            other.Outbox.Push(Push.Missed, _flushes);
        else if (other is not null && !payment.IsByPayer)
            Leave(other);
    }

    /// <summary>Nobody will learn what became of a payment: whoever waits for a word on it gets none, and no other in its place.</summary>
    public void Leave(SubmittedPayment payment)
    {
        Leave(payment.Connection);
        if (payment is { IsByParty: true, IsByPayer: false } && ConnectionOf(payment.Request.Payer) is { } payer)
            Leave(payer);
    }

    // Said of a later payment, any word would be taken for an answer to this one.
    private static void Leave(ClientConnection connection)
    {
        connection.Outbox.Seal();
        connection.Disconnect(SessionEnd.OutcomeUnknown);
    }

    private void TellRefused(SubmittedPayment payment, in TransferResult result)
    {
        var payer = IsForPayer(payment, result) ? _board.Find(payment.Request.Payer) : null;
        var isOften = payer is not null && !_limiter.MayTell(payer.Name, payment.Submitter.AccountId);
        if (payer is not null && !isOften)
            PushRefused(payer, payment, result);
        // An extended submitter of a signed payment gets the verdict that was recorded.
        if (isOften && !(payment.Connection.IsExtended && payment.IsSigned))
            Refuse(payment, RefusalCode.TooMany);
        else if (payment.Connection.IsExtended)
            Refuse(payment, result.Outcome.ToCode());
        else if (payer is null || (payer.IsKeyed && !payment.IsSigned))
            payment.Connection.Outbox.Send(Reply.TransferFail, _flushes);
    }

    // Of a signed payment the payer hears final verdicts alone: after any other word for it, it could still be executed.
    private static bool IsForPayer(SubmittedPayment payment, in TransferResult result)
    {
        if (payment.IsByPayer || result.IsRepeated)
            return false;
        return payment.IsSigned
            ? result.Outcome is TransferOutcome.Expired or TransferOutcome.UnknownPayee or TransferOutcome.SelfPayment
                or TransferOutcome.Frozen or TransferOutcome.Limit or TransferOutcome.InsufficientFunds
            : result.Outcome != TransferOutcome.NotAllowed && payment.IsByParty && payment.Request.PayerIsOnline;
    }

    private void PushRefused(OnlineSession payer, SubmittedPayment payment, in TransferResult result)
    {
        if (payer.Link is not ClientConnection connection)
            return;
        if (connection.IsExtended)
        {
            Span<byte> line = stackalloc byte[Push.MaxLength];
            connection.Outbox.Push(line[..Push.WriteRefused(
                line, payment.PaymentId, result.Payee ?? payment.Request.Payee, payment.Request.Amount.MinorUnits, result.Outcome.ToCode())], _flushes);
        }
        else if (!payer.IsKeyed || payment.IsSigned)
        {
            connection.Outbox.Push(Reply.TransferFail, _flushes);
        }
    }

    private void Refuse(SubmittedPayment payment, RefusalCode code) => payment.Connection.Outbox.Send(code.Line(), _flushes);

    private ClientConnection? ConnectionOf(string name) => _board.Find(name)?.Link as ClientConnection;
}
