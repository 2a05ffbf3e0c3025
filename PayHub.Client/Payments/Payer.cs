using PayHub.Client.CommandLine;
using PayHub.Client.Hub;
using PayHub.Client.Identities;
using PayHub.Client.Output;
using PayHub.Client.Session;

namespace PayHub.Client.Payments;

/// <summary>
/// The owner's payments, signed: kept first, then brought to the payee's wallet or straight to the hub. Whatever a peer says, only the
/// hub's word ends one (docs/protocol.md, "Peer links").
/// </summary>
internal sealed class Payer(
    string account, HubKeeper keeper, PaymentMaker maker, PaymentSettler settler, VerdictBoard board, FriendKeys friends, IPeerRoute route, IWalletOutput output, WalletLimits limits, Func<long> lastBalance)
{
    private const int TriesWhenUnavailable = 3;

    /// <summary>Whether the wallet stays online whatever becomes of a payment.</summary>
    public bool Stays { get; set; }

    /// <summary>Pays, and shows what became of it. Asked again for a payment that is still open, it finishes that one: a retry pays once.</summary>
    /// <exception cref="HubLostException">The hub is gone; nothing was sent.</exception>
    /// <exception cref="IOException">The payment can't be kept; nothing was sent.</exception>
    public async Task<ExitCode> PayAsync(string payee, long amount, string? memo, bool isDirect, CancellationToken cancel)
    {
        if (payee.Equals(account, StringComparison.OrdinalIgnoreCase))
            return Fail(new Failed("self-payment", "You cannot pay yourself. Nothing was sent.", ExitCode.Refused));
        if (await LookUpAsync(payee, cancel) is not var (hub, answer))
            return Fail(PaymentWords.NotMade());
        if (answer.Value is not { } who)
            return Fail(new Failed(answer.Reply.Verdict, $"{payee}: {answer.Reply.Verdict}: {HubWords.ExplainPayee(answer.Reply.Verdict)} Nothing was sent.", ExitCode.Refused));
        if (friends.IsOther(hub.Greeting.Fingerprint, who.Name, who.Key))
            return Fail(KeyWarnings.BeforePaying(who.Name));
        var why = isDirect ? "" : WhyDirect(who);
        var left = settler.FindOpen(hub.Greeting.Fingerprint, who.Name, amount, memo);
        var isAgain = left is not null && !board.IsMaking(left.Id);
        if (!isAgain && await FindTooLowAsync(hub, amount, cancel) is { } balance)
            return Fail(PaymentWords.TooMuch(balance, hub.Greeting.Currency));
        var intent = isAgain
            ? why is null || left!.IsDirect ? left! : await settler.MakeDirectAsync(left)
            : await maker.MakeAsync(hub, account, who.Name, amount, memo, isDirect: why is not null);
        if (isAgain)
            output.Show(new Notice("A payment like this one was made before and is still open: it is finished now, and none is made anew."));
        output.Show(new Paying(intent.Id, who.Name, amount, memo, intent.IsDirect, intent.Expires, why) { Seconds = (int)limits.DecisionTime.TotalSeconds });
        return await MakeAsync(hub, who, intent, isAgain, cancel);
    }

    // A command waits for a hub that is just away, and says so. In a wallet that stays its owner would type it again, and pay twice: null.
    private async Task<(SecureHubConnection Hub, HubAnswer<WhoIs> Answer)?> LookUpAsync(string payee, CancellationToken cancel)
    {
        var hub = keeper.Current;
        while (true)
        {
            try
            {
                var answer = hub.WhoIsAsync(payee).OrGiveUpAsync(cancel);
                if (await Task.WhenAny(answer, Task.Delay(limits.SlowAnswer, cancel)) != answer && !cancel.IsCancellationRequested)
                    output.Show(new Notice($"The hub has not answered yet: the payment to {payee} waits for it. The same once more would be a second one."));
                return (hub, await answer);
            }
            catch (HubLostException) when (Stays)
            {
                return null;
            }
            catch (HubLostException)
            {
                output.Show(new Notice($"There is no connection to the hub: waiting up to {limits.ComeBackTime.TotalSeconds} s for it. Nothing is sent before."));
                hub = await keeper.NextAsync(hub, limits.ComeBackTime, cancel);
            }
        }
    }

    // Null: the balance is enough, or the hub is to judge. The last one told may be old: before a payment is refused here, the hub is asked.
    private async Task<long?> FindTooLowAsync(SecureHubConnection hub, long amount, CancellationToken cancel) =>
        amount > lastBalance() && (await hub.ListAsync().OrGiveUpAsync(cancel)).Value is { Balance: var balance } && amount > balance ? balance : null;

    // Null: the payee's wallet can be dialled.
    private static string? WhyDirect(WhoIs who) => who switch
    {
        { Key: null } => $"{who.Name} has no key",
        { IsOnline: false } or { Address: null } => $"{who.Name} is not online",
        _ => null,
    };

    private async Task<ExitCode> MakeAsync(SecureHubConnection hub, WhoIs who, PaymentIntent intent, bool isAgain, CancellationToken cancel)
    {
        var payment = board.Begin(intent.Id);
        Failed? failed;
        try
        {
            failed = await TryMakeAsync(hub, who, intent, payment, isAgain, cancel);
        }
        finally
        {
            board.End(intent.Id);
        }
        // The hub's word counts, even where it came just as the payment was given up.
        if (payment.Word.IsCompletedSuccessfully)
            return await TellAsync(intent, await payment.Word);
        // A wallet that stays is left now, and shows all that is open.
        return failed is null ? ExitCode.Refused : Fail(failed);
    }

    // Why the hub's word is not there; null where it is, or where the owner leaves.
    private async Task<Failed?> TryMakeAsync(
        SecureHubConnection hub, WhoIs who, PaymentIntent intent, PaymentUnderWay payment, bool isAgain, CancellationToken cancel)
    {
        try
        {
            var verdict = await BringAsync(hub, who, intent, payment.Word, isAgain, cancel);
            if (verdict.State == IntentState.Open)
                return PaymentWords.NotPaid(intent, verdict);
            payment.TryTell(verdict);
            return null;
        }
        catch (OperationCanceledException)
        {
            return Stays ? null : PaymentWords.Interrupted(intent);
        }
        catch (HubUntrustedException e)
        {
            return PaymentWords.Lost(intent, e.Message) with { ExitCode = ExitCode.Untrusted };
        }
        catch (Exception e) when (e is HubLostException or IOException or UnauthorizedAccessException)
        {
            return PaymentWords.Lost(intent, e.Message);
        }
    }

    private async Task<PaymentVerdict> BringAsync(
        SecureHubConnection hub, WhoIs who, PaymentIntent intent, Task<PaymentVerdict> told, bool isAgain, CancellationToken cancel)
    {
        if (intent.IsDirect)
            return await SubmitAsync(hub, intent, isFirst: !isAgain, cancel);
        var before = isAgain ? await settler.ResolveAsync(hub, intent) : null;
        // One that is called back is never offered again.
        return before is not null && (before.State != IntentState.Open || intent.IsWithdrawn)
            ? before
            : await OfferAsync(hub, who, intent, told, isAgain, cancel);
    }

    private Task<PaymentVerdict> SubmitAsync(SecureHubConnection hub, PaymentIntent intent, bool isFirst, CancellationToken cancel) =>
        InsistAsync(hub, connection =>
        {
            var attempt = isFirst ? settler.SubmitAsync(connection, intent, isFirst) : settler.ResolveAsync(connection, intent);
            isFirst = false;
            return attempt;
        }, cancel);

    private async Task<PaymentVerdict> OfferAsync(
        SecureHubConnection hub, WhoIs who, PaymentIntent intent, Task<PaymentVerdict> told, bool isAgain, CancellationToken cancel)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var offering = route.OfferAsync(who, intent, enough.Token);
        if (await Task.WhenAny(offering, told) == told)
        {
            await enough.CancelAsync();
            _ = offering.ContinueWith(task => task.Exception, TaskScheduler.Default);
            return await told;
        }
        var (offer, reason) = await offering;
        if (offer == PeerOffer.NotReached)
        {
            output.Show(new Notice($"{who.Name}'s wallet cannot be reached ({reason}): the payment goes straight to the hub."));
            return await SubmitAsync(hub, await settler.MakeDirectAsync(intent), isFirst: !isAgain, cancel);
        }
        var verdict = await CloseAsync(hub, intent, told, cancel);
        if (verdict.State == IntentState.Cancelled)
            output.Show(new Notice(offer == PeerOffer.Declined ? $"{who.Name} declined." : $"{who.Name} did not take the payment{(reason.Length > 0 ? $": {reason}" : "")}."));
        return verdict;
    }

    // The payee holds the payment: unless the hub has spoken, it is called back, so that it is either paid or never will be.
    private Task<PaymentVerdict> CloseAsync(SecureHubConnection hub, PaymentIntent intent, Task<PaymentVerdict> told, CancellationToken cancel) =>
        InsistAsync(hub, async connection =>
        {
            if (told.IsCompletedSuccessfully)
                return await told;
            var verdict = await settler.ResolveAsync(connection, intent);
            return verdict.State == IntentState.Open ? await settler.WithdrawAsync(connection, intent) : verdict;
        }, cancel);

    // Until the hub says something that lasts: over lost connections, and over "not now" for a while.
    private async Task<PaymentVerdict> InsistAsync(SecureHubConnection hub, Func<SecureHubConnection, Task<PaymentVerdict>> ask, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var verdict = await ask(hub).OrGiveUpAsync(cancel);
                if (verdict.State != IntentState.Open || tries == TriesWhenUnavailable)
                    return verdict;
                await Task.Delay(limits.RetryPause, cancel);
            }
            catch (HubLostException)
            {
                hub = await keeper.NextAsync(hub, limits.ComeBackTime, cancel);
            }
        }
    }

    private async Task<ExitCode> TellAsync(PaymentIntent intent, PaymentVerdict verdict)
    {
        if (verdict.State != IntentState.Executed)
            return Fail(PaymentWords.NotPaid(intent, verdict));
        output.Show(new Paid(intent.Payee, intent.Amount, verdict.Balance ?? await AskBalanceAsync())
        {
            Transfer = verdict.Transfer,
            PaymentId = intent.Id,
        });
        return ExitCode.Done;
    }

    private async Task<long?> AskBalanceAsync()
    {
        try
        {
            return (await keeper.Current.ListAsync()).Value?.Balance;
        }
        catch (HubLostException)
        {
            return null;
        }
    }

    private ExitCode Fail(Failed failed)
    {
        output.Show(Stays ? failed with { ExitCode = null } : failed);
        return failed.ExitCode ?? ExitCode.Refused;
    }
}
