using PayHub.Client.Hub;
using PayHub.Client.Output;
using PayHub.Client.Payments;
using PayHub.Client.Session;
using PayHub.Protocol.Requests;

namespace PayHub.Client.CommandLine;

/// <summary>What the owner can ask the hub, from the command line and from the interactive wallet. All throw <see cref="HubLostException"/>.</summary>
internal sealed class SecureQueries(SecureSession session, IWalletOutput output)
{
    /// <summary>Whether the wallet stays: then no exit code is told.</summary>
    public bool Stays { get; init; }

    /// <summary>Balance, and who is online.</summary>
    public async Task<ExitCode> ListAsync()
    {
        var answer = await session.Hub.ListAsync();
        if (answer.Value is not { } list)
            return Refuse(answer.Reply);
        output.Show(new Listed(session.Account, list.Balance, [.. list.Online.Select(other => new ListedAccount(other.Name, other.Address.ToString(), other.Port))]));
        return ExitCode.Done;
    }

    /// <summary>Balance.</summary>
    public async Task<ExitCode> BalanceAsync()
    {
        var answer = await session.Hub.ListAsync();
        if (answer.Value is not { } list)
            return Refuse(answer.Reply);
        output.Show(new BalanceShown(session.Account, list.Balance));
        return ExitCode.Done;
    }

    /// <summary>A page of the history.</summary>
    /// <param name="count">How many transfers, 1 to <see cref="HistoryRequest.MaxCount"/>.</param>
    /// <param name="before">Only older ones than this transfer; null for the newest.</param>
    public async Task<ExitCode> HistoryAsync(int count, long? before)
    {
        var answer = await session.Hub.HistoryAsync(count, before);
        if (answer.Value is not { } entries)
            return Refuse(answer.Reply);
        var next = entries.Count < count ? (long?)null : entries[^1].Transfer;
        output.Show(new HistoryPage(session.Account, [.. entries.Select(Line)], next) { Older = Stays ? "more" : null });
        NextPage = next;
        return ExitCode.Done;
    }

    /// <summary>Where the page after the one shown last begins; null where there is none.</summary>
    public long? NextPage { get; private set; }

    /// <summary>What became of a payment.</summary>
    public async Task<ExitCode> StatusAsync(string id)
    {
        var intent = session.Payments.Find(id);
        var verdict = intent is { State: IntentState.Open }
            ? await session.Settler.ResolveAsync(session.Hub, intent)
            : PaymentVerdict.OfStatus(await session.Hub.StatusAsync(id));
        if (intent is { State: IntentState.Expired or IntentState.Refused } && verdict.State == IntentState.Open)
            verdict = new PaymentVerdict(intent.State, intent.Refusal ?? "");
        output.Show(OpenPayments.Describe(id, intent, verdict));
        return verdict.State == IntentState.Executed ? ExitCode.Done : ExitCode.Refused;
    }

    /// <summary>Calls a payment back.</summary>
    public async Task<ExitCode> CancelAsync(string id)
    {
        var intent = session.Payments.Find(id);
        var verdict = intent is { State: IntentState.Open }
            ? await session.Settler.WithdrawAsync(session.Hub, intent)
            : PaymentVerdict.OfCancel(await session.Hub.CancelAsync(id));
        output.Show(OpenPayments.Describe(id, intent, verdict));
        return verdict.State == IntentState.Cancelled ? ExitCode.Done : ExitCode.Refused;
    }

    private ExitCode Refuse(HubReply reply)
    {
        output.Show(new Failed(reply.Verdict, HubWords.Quote(reply.Verdict), Stays ? null : ExitCode.Refused));
        return ExitCode.Refused;
    }

    private static HistoryLine Line(HistoryEntry entry) => new(
        entry.Transfer, entry.Time, entry.IsIncoming ? "in" : "out", entry.Counterparty, entry.Amount, entry.Balance, entry.Kind, entry.Memo, entry.PaymentId);
}
