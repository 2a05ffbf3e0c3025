using System.Globalization;
using PayHub.Client.Payments;

namespace PayHub.Client.Output;

/// <summary>What each event is called in words.</summary>
/// <param name="money">How amounts are written.</param>
internal sealed class Wording(Currency money)
{
    private const string NotYours = "If you did not make it, somebody used your account's name: this protocol can't prevent that.";

    /// <summary>With amounts as bare minor units.</summary>
    public static readonly Wording Plain = new(Currency.Minor);

    /// <summary>One or two sentences for a person.</summary>
    public string For(WalletEvent happened) => happened switch
    {
        Registered e => $"{e.Account} is registered{(e.Fingerprint is null ? "" : $" with the key {e.Fingerprint}")}.",
        Online { Port: { } port } e => $"{e.Account} is online at {e.Hub}. Balance: {M(e.Balance)}. Payments arrive at port {port}.",
        Online e => $"{e.Account} is online at {e.Hub}. Balance: {M(e.Balance)}.",
        Listed e => $"Balance of {e.Account}: {M(e.Balance)}. Online: {e.Accounts.Count}.",
        BalanceShown e => $"Balance of {e.Account}: {M(e.Balance)}.",
        Requested e => $"Request {e.Number}: {e.Payer} (unsigned, from {e.From}) wants to pay you {M(e.Amount)}. "
            + $"'accept {e.Number}' or 'decline {e.Number}' within {e.Seconds} s.",
        Declined e => $"Request {e.Number}: declined {M(e.Amount)} from {e.Payer}. {e.Note}",
        Expired e => $"Request {e.Number}: no decision in time, {M(e.Amount)} from {e.Payer} is dropped. Nothing moves.",
        Received e => $"Received {M(e.Amount)} from {e.Payer}{Quote(e.Memo)}.{IdOf(e.Transfer)} Balance: {M(e.Balance)}.",
        NotReceived e => $"Not received: {M(e.Amount)} from {e.Payer}. {Why(e)}{BalanceOf(e)}",
        Sent e => $"Sent to {e.Payee}'s wallet at {e.To}: {M(e.Amount)}. Waiting up to {e.Seconds} s for {e.Payee} to accept; "
            + $"a payee who declines is not heard. {(e.CanCancel ? "'cancel'" : "Ctrl-C")} stops waiting.",
        Paid e => $"Paid {M(e.Amount)} to {e.Payee}.{IdOf(e.Transfer)}{(e.Balance is { } balance ? $" Balance: {M(balance)}." : "")}",
        LateAnswer { Executed: true } e => $"Warning: Transfer OK! A payment that this wallet did not wait for was executed in your name. "
            + $"{Gone(e)}Balance: {M(e.Balance)}. {NotYours}",
        LateAnswer e => $"Warning: Transfer Fail! A payment that this wallet did not wait for was refused, nothing moved. Balance: {M(e.Balance)}. {NotYours}",
        WhoAmI e => $"{e.Account ?? "(no account yet)"} at {e.Hub}, home {e.Home}{(e.Fingerprint is null ? "" : $", key {e.Fingerprint}")}",
        Notice e => e.Message,
        Failed e => e.Message,
        Left e => $"{e.Account} is offline. Bye.",
        _ => SecureWords(happened),
    };

    /// <summary>The columns of an account that is online.</summary>
    public static string[] Row(ListedAccount account) => [account.Name, $"{account.Address} {account.Port}"];

    /// <summary>The columns of a friend.</summary>
    public static string[] Row(ListedFriend friend) => [friend.Name, friend.State, friend.Online ? "online" : "offline", friend.Key ?? "no key pinned"];

    /// <summary>The columns of a transfer.</summary>
    public string[] Row(HistoryLine line) =>
    [
        $"{line.Transfer}", line.Time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        $"{(line.Direction == "in" ? "+" : "-")}{M(line.Amount)}", line.Counterparty, M(line.Balance), line.Kind == "payment" ? line.Memo : $"{line.Kind} {line.Memo}".TrimEnd(),
    ];

    private string SecureWords(WalletEvent happened) => happened switch
    {
        Connected e => $"{(e.Name.Length > 0 ? e.Name : "The hub")} at {e.Hub}, key {e.Fingerprint}.",
        Enrolled e => $"{e.Account} belongs to this wallet's key now: {e.Fingerprint}. Every other one is void.",
        HubKnown e => $"{e.Hub}  {e.Fingerprint}  {e.Since.ToLocalTime():yyyy-MM-dd}  {e.Name}",
        HubShown e => $"{e.Hub} shows the key {e.Fingerprint} now: {(e.IsTrusted ? "the one that you trust." : e.Trusted is null ? "not trusted yet." : $"NOT the one that you trust, {e.Trusted}.")}",
        Offline e => $"{e.Reason} Next try in {e.Seconds.ToString(CultureInfo.InvariantCulture)} s.",
        Paying { Direct: true, Why: { Length: > 0 } why } e => $"{why}: {M(e.Amount)} for {e.Payee} go straight to the hub. Payment {e.PaymentId}.",
        Paying { Direct: true } e => $"{M(e.Amount)} for {e.Payee} go to the hub. Payment {e.PaymentId}.",
        Paying e => $"{M(e.Amount)} for {e.Payee} go to {e.Payee}'s wallet, which has {e.Seconds} s to accept. Payment {e.PaymentId}.",
        PaymentStatus e => $"Payment {e.PaymentId}{(e.Amount is { } amount ? $", {M(amount)} to {e.Payee}" : "")}: {StateOf(e)}",
        FriendList { Friends.Count: 0 } e => $"{e.Account} has no friends yet: 'friends add NAME' asks somebody.",
        FriendList e => $"Friends of {e.Account}: {e.Friends.Count(friend => friend.State == "friends")}.",
        FriendChanged { State: "incoming" } e => $"{e.Name} wants to be your friend: 'friends accept {e.Name}', or 'friends remove {e.Name}'.",
        FriendChanged { State: "friends" } e => $"{e.Name} is your friend.",
        FriendChanged { State: "outgoing" } e => $"{e.Name} is asked to be your friend.",
        FriendChanged { State: "blocked" } e => $"{e.Name} is blocked.",
        FriendChanged e => $"{e.Name} is no friend any more.",
        FriendPresence e => $"{e.Name} is {(e.Online ? "online" : "offline")}.",
        HistoryPage { Entries.Count: 0 } e => $"No {(e.Next is null ? "" : "further ")}transfers of {e.Account}.",
        HistoryPage e => e.Next is { } next ? $"Older ones: {e.Older ?? $"--before {next}"}" : "That is all.",
        Offered e => $"Request {e.Number}: {e.Payer} ({(e.Signed ? "signed" : $"unsigned, from {e.Address}")}) wants to pay you {M(e.Amount)}{Quote(e.Memo)}. "
            + $"'accept {e.Number}' or 'decline {e.Number}' within {e.Seconds} s.",
        MoneyAsked e => $"Request {e.Number}: {e.From} asks you for {M(e.Amount)}{Quote(e.Memo)}. 'pay {e.Number}' pays, 'decline {e.Number}' does not.",
        Said e => $"{e.From}: {e.Text}",
        Told e => $"(to {e.To}) {e.Text}",
        AskedForMoney e => $"{e.To} is asked for {M(e.Amount)}{Quote(e.Memo)}.",
        AskedMoneyComes e => $"{e.From} pays the {M(e.Amount)} that you asked for: taken.",
        KeyChanged e => $"{KeyWarnings.InWords(e.Name)} Pinned: {e.Pinned}, now: {e.Fingerprint ?? "none"}.",
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "This event has no words."),
    };

    private string M(long minor) => money.Format(minor);

    private static string Quote(string? memo) => memo is null ? "" : $": {memo}";

    private static string IdOf(long? transfer) => transfer is null ? "" : $" Transfer {transfer}.";

    private static string StateOf(PaymentStatus e) => e.State switch
    {
        "executed" => $"executed{(e.Transfer is { } transfer ? $" as transfer {transfer}" : "")}.",
        "refused" => $"refused: {e.Code}: {HubWords.ExplainPayee(e.Code ?? "")}",
        "cancelled" => "called back, and never executed.",
        "expired" => "its time is over, and it was never executed.",
        _ => "the hub does not know it, or not yet: until its time is over it may still be executed.",
    };

    private static string Why(NotReceived e) => e.Code switch
    {
        "" => "The hub refused it: the payer has not enough, or is no longer online.",
        "closed" => "The connection to the hub broke; whether it was executed shows in the balance.",
        "unclear" => "The balance moved for other reasons at the same time: compare it with what you expect.",
        _ => HubWords.Quote(e.Code),
    };

    // A list asked for meanwhile may have shown the new balance already.
    private string Gone(LateAnswer e) => e.Before > e.Balance ? $"{M(e.Before.Value - e.Balance)} went from your account. Balance before: {M(e.Before.Value)}. " : "";

    private string BalanceOf(NotReceived e) => e.Balance is { } balance ? $" Balance: {M(balance)}." : "";
}
