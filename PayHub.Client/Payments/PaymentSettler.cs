using PayHub.Client.Hub;

namespace PayHub.Client.Payments;

/// <summary>Asks the hub for its word on a payment, and keeps it.</summary>
internal sealed class PaymentSettler(PaymentStore store)
{
    // What a hub judged right before a payment's time was over may take a moment to be on its disk.
    private static readonly TimeSpan ExpiryMargin = TimeSpan.FromSeconds(30);

    /// <summary>A payment like this one that is still open: whoever asks for it again wants that one, not a second.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="IOException">The payments can't be read.</exception>
    public PaymentIntent? FindOpen(string hub, string payee, long amount, string? memo) => store.Open(hub).FirstOrDefault(intent =>
        intent.Amount == amount && intent.Memo == memo && intent.Payee.Equals(payee, StringComparison.OrdinalIgnoreCase));

    /// <summary>Submits a payment, for the first time or again: always the same bytes.</summary>
    /// <exception cref="HubLostException">The hub is gone; whether it heard of the payment is unknown.</exception>
    public async Task<PaymentVerdict> SubmitAsync(SecureHubConnection hub, PaymentIntent intent, bool isFirst) =>
        await KeepAsync(intent.Id, PaymentVerdict.OfSubmission(await hub.SubmitAsync(intent.Jws), isFirst));

    /// <summary>
    /// Finds out what became of a payment. One that this wallet submits itself, and the hub does not know, is submitted again; one that
    /// nobody can submit any more is over.
    /// </summary>
    /// <exception cref="HubLostException">The hub is gone.</exception>
    public async Task<PaymentVerdict> ResolveAsync(SecureHubConnection hub, PaymentIntent intent)
    {
        if (intent.IsWithdrawn)
            return await WithdrawAsync(hub, intent);
        var reply = await hub.StatusAsync(intent.Id);
        var verdict = await KeepAsync(intent.Id, PaymentVerdict.OfStatus(reply));
        if (verdict.State != IntentState.Open || reply.Code != (int)Protocol.Replies.RefusalCode.Unknown)
            return verdict;
        if (await IsOverAsync(hub, intent))
            return await KeepAsync(intent.Id, new PaymentVerdict(IntentState.Expired, "311 EXPIRED"));
        return intent.IsDirect && hub.HubTime < intent.Expires ? await SubmitAsync(hub, intent, isFirst: false) : verdict;
    }

    // The time that the hub told last runs on by this machine's clock, which may have been set meanwhile: the hub is asked, and then
    // once more for its verdict.
    private static async Task<bool> IsOverAsync(SecureHubConnection hub, PaymentIntent intent)
    {
        var limit = intent.Expires + ExpiryMargin;
        if (hub.HubTime <= limit)
            return false;
        await hub.PingAsync();
        return hub.HubTime > limit && (await hub.StatusAsync(intent.Id)).Code == (int)Protocol.Replies.RefusalCode.Unknown;
    }

    /// <summary>Calls a payment back. Kept before the hub is told, so that a crash does not forget it.</summary>
    /// <exception cref="HubLostException">The hub is gone; whether it heard is unknown.</exception>
    public async Task<PaymentVerdict> WithdrawAsync(SecureHubConnection hub, PaymentIntent intent)
    {
        if (!intent.IsWithdrawn)
            await store.SaveAsync(intent with { IsWithdrawn = true });
        return await KeepAsync(intent.Id, PaymentVerdict.OfCancel(await hub.CancelAsync(intent.Id)));
    }

    /// <summary>From now on this wallet submits the payment itself: the payee was never given it.</summary>
    /// <exception cref="IOException">It can't be kept.</exception>
    public async Task<PaymentIntent> MakeDirectAsync(PaymentIntent intent)
    {
        var direct = intent with { IsDirect = true };
        await store.SaveAsync(direct);
        return direct;
    }

    /// <summary>Keeps the hub's word.</summary>
    /// <returns>False where it was kept before.</returns>
    public async Task<bool> TryKeepAsync(string id, PaymentVerdict verdict) =>
        verdict.State != IntentState.Open && await store.CloseAsync(id, verdict.State, verdict.Transfer, verdict.Line.Length > 0 ? verdict.Line : null);

    private async Task<PaymentVerdict> KeepAsync(string id, PaymentVerdict verdict)
    {
        await TryKeepAsync(id, verdict);
        return verdict;
    }
}
