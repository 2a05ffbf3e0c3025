using PayHub.Client.Hub;
using PayHub.Client.Output;
using PayHub.Protocol.Replies;

namespace PayHub.Client.Payments;

/// <summary>The payments that nobody waits for here: of earlier runs, given up, or not yet accepted. Tells the owner how they end.</summary>
internal sealed class OpenPayments(PaymentStore store, PaymentSettler settler, VerdictBoard board, IWalletOutput output)
{
    /// <summary>Asks the hub for its word on all of them.</summary>
    /// <exception cref="HubLostException">The hub is gone.</exception>
    public async Task ResolveAsync(SecureHubConnection hub)
    {
        foreach (var intent in store.Open(hub.Greeting.Fingerprint).Where(intent => !board.IsMaking(intent.Id)))
        {
            var verdict = await settler.ResolveAsync(hub, intent);
            output.Show(Describe(intent.Id, intent, verdict));
        }
    }

    /// <summary>A payment was executed.</summary>
    public async Task TakeAsync(SentNews news)
    {
        if (news.PaymentId is not { } id)
        {
            output.Show(new LateAnswer(true, news.Balance, news.Balance + news.Amount));
            return;
        }
        var verdict = new PaymentVerdict(IntentState.Executed, "", news.Transfer, news.Balance);
        if (!await IsToldAsync(id, verdict))
            output.Show(new Paid(news.To, news.Amount, news.Balance) { Transfer = news.Transfer, PaymentId = id });
    }

    /// <summary>A payment was refused. Whether for ever, its code says.</summary>
    public async Task TakeAsync(RefusedNews news)
    {
        var line = Enum.IsDefined((RefusalCode)news.Code) ? $"{news.Code} {((RefusalCode)news.Code).Word()}" : $"{news.Code}";
        var verdict = PaymentVerdict.OfStatus(new HubReply(news.Code, line, []));
        if (news.PaymentId is { } id && await IsToldAsync(id, verdict))
            return;
        output.Show(new Failed(line, $"The hub refused a payment of yours to {news.Payee}: {HubWords.ExplainPayee(line)} Nothing moved.", null) { PaymentId = news.PaymentId });
    }

    /// <summary>The hub's word, for the owner.</summary>
    /// <param name="id">The payment.</param>
    /// <param name="intent">What this wallet knows of it; null if nothing.</param>
    /// <param name="verdict">The hub's word.</param>
    public static PaymentStatus Describe(string id, PaymentIntent? intent, PaymentVerdict verdict) => new(
        id, verdict.State.ToString().ToLowerInvariant(), intent?.Payee, intent?.Amount, verdict.Transfer, verdict.Line.Length > 0 ? verdict.Line : null);

    // Keeps the hub's word, and says whether whoever makes the payment tells it, or told it: it may have asked the hub meanwhile.
    private async Task<bool> IsToldAsync(string id, PaymentVerdict verdict)
    {
        var maker = board.Find(id);
        if (verdict.State == IntentState.Open)
            return maker is not null;
        var isNews = await settler.TryKeepAsync(id, verdict);
        return maker?.TryTell(verdict) ?? !isNews;
    }
}
