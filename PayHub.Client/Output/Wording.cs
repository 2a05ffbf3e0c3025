namespace PayHub.Client.Output;

/// <summary>What each event is called in words.</summary>
internal static class Wording
{
    private const string NotYours = "If you did not make it, somebody used your account's name: this protocol can't prevent that.";

    /// <summary>One or two sentences for a person.</summary>
    public static string For(WalletEvent happened) => happened switch
    {
        Registered e => $"{e.Account} is registered.",
        Online { Port: { } port } e => $"{e.Account} is online at {e.Hub}. Balance: {e.Balance}. Payments arrive at port {port}.",
        Online e => $"{e.Account} is online at {e.Hub}. Balance: {e.Balance}.",
        Listed e => $"Balance of {e.Account}: {e.Balance}. Online: {e.Accounts.Count}.",
        BalanceShown e => $"Balance of {e.Account}: {e.Balance}.",
        Requested e => $"Request {e.Number}: {e.Payer} (unsigned, from {e.From}) wants to pay you {e.Amount}. "
            + $"'accept {e.Number}' or 'decline {e.Number}' within {e.Seconds} s.",
        Declined e => $"Request {e.Number}: declined {e.Amount} from {e.Payer}. Nothing moves; the payer's wallet is not told.",
        Expired e => $"Request {e.Number}: no decision in time, {e.Amount} from {e.Payer} is dropped. Nothing moves.",
        Received e => $"Received {e.Amount} from {e.Payer}. Balance: {e.Balance}.",
        NotReceived e => $"Not received: {e.Amount} from {e.Payer}. {Why(e)}{BalanceOf(e)}",
        Sent e => $"Sent to {e.Payee}'s wallet at {e.To}: {e.Amount}. Waiting up to {e.Seconds} s for {e.Payee} to accept; "
            + $"a payee who declines is not heard. {(e.CanCancel ? "'cancel'" : "Ctrl-C")} stops waiting.",
        Paid e => $"Paid {e.Amount} to {e.Payee}. Balance: {e.Balance}.",
        LateAnswer { Executed: true } e => $"Warning: Transfer OK! A payment that this wallet did not wait for was executed in your name. "
            + $"{Gone(e)}Balance: {e.Balance}. {NotYours}",
        LateAnswer e => $"Warning: Transfer Fail! A payment that this wallet did not wait for was refused, nothing moved. Balance: {e.Balance}. {NotYours}",
        WhoAmI e => $"{e.Account ?? "(no account yet)"} at {e.Hub}, home {e.Home}",
        Notice e => e.Message,
        Failed e => e.Message,
        Left e => $"{e.Account} is offline. Bye.",
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "This event has no words."),
    };

    private static string Why(NotReceived e) => e.Code switch
    {
        "" => "The hub refused it: the payer has not enough, or is no longer online.",
        "closed" => "The connection to the hub broke; whether it was executed shows in the balance.",
        "unclear" => "The balance moved for other reasons at the same time: compare it with what you expect.",
        _ => $"The hub says {e.Code}: {HubWords.Explain(e.Code)}",
    };

    // A list asked for meanwhile may have shown the new balance already.
    private static string Gone(LateAnswer e) => e.Before > e.Balance ? $"{e.Before - e.Balance} went from your account. Balance before: {e.Before}. " : "";

    private static string BalanceOf(NotReceived e) => e.Balance is { } balance ? $" Balance: {balance}." : "";
}
