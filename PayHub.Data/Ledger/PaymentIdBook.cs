namespace PayHub.Data.Ledger;

/// <summary>
/// What payers' ids for payments stand for. Executed and cancelled ones are kept for ever, so that none is executed twice, or after
/// all; refusals until they could not be executed anyway. Refusals and cancellations are only so many a payer and time.
/// </summary>
/// <param name="store">Where they are kept.</param>
/// <param name="at">The batch's time, microseconds UTC.</param>
internal sealed class PaymentIdBook(PaymentIdStore store, long at)
{
    private const int MostRefusalsAPayer = 1000;
    private const long MicrosecondsAnHour = 3_600_000_000;
    private const long KeptBehindExpiry = 48 * MicrosecondsAnHour;

    // A cancellation stays for ever: what is cancelled was not seen, and may have been signed for any time. It counts for three days.
    private const long CancellationCounts = KeptBehindExpiry + (24 * MicrosecondsAnHour);

    /// <summary>Whether a refusal is recorded: one that the payer's money or payee is the reason for.</summary>
    public static bool IsRecorded(TransferOutcome outcome) => outcome is TransferOutcome.UnknownPayee or TransferOutcome.SelfPayment
        or TransferOutcome.Frozen or TransferOutcome.Limit or TransferOutcome.InsufficientFunds;

    public RecordedVerdict? Find(long payerId, string paymentId) => store.Find(payerId, paymentId);

    public void Executed(long payerId, PaymentSignature signature, long transferId) =>
        store.Insert(payerId, signature.PaymentId, signature.ContentHash, TransferOutcome.Executed, transferId, keepUntil: null);

    /// <summary>Records a refusal; false where the payer has too many.</summary>
    public bool TryRefuse(long payerId, PaymentSignature signature, TransferOutcome outcome) =>
        TryRecord(payerId, signature.PaymentId, signature.ContentHash, outcome, UnixMicroseconds.From(signature.ExpiresAt) + KeptBehindExpiry);

    /// <summary>Records a cancellation; false where the payer has too many.</summary>
    public bool TryCancel(long payerId, string paymentId) =>
        TryRecord(payerId, paymentId, [], TransferOutcome.Cancelled, at + CancellationCounts);

    private bool TryRecord(long payerId, string paymentId, byte[] contentHash, TransferOutcome outcome, long keepUntil)
    {
        store.DeleteKeptUntil(at);
        if (store.CountRefusals(payerId, at) >= MostRefusalsAPayer)
            return false;
        store.Insert(payerId, paymentId, contentHash, outcome, null, keepUntil);
        return true;
    }
}
