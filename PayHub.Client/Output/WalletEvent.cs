using System.Text.Json.Serialization;
using PayHub.Client.CommandLine;

namespace PayHub.Client.Output;

/// <summary>
/// Something that the wallet tells its owner. With <c>--json</c> each is one object on a line: the field <c>event</c> names the
/// kind, the others are the properties below in camel case. Scripts rely on the names; amounts are minor units.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Registered), "registered")]
[JsonDerivedType(typeof(Online), "online")]
[JsonDerivedType(typeof(Listed), "list")]
[JsonDerivedType(typeof(BalanceShown), "balance")]
[JsonDerivedType(typeof(Requested), "request")]
[JsonDerivedType(typeof(Declined), "declined")]
[JsonDerivedType(typeof(Expired), "expired")]
[JsonDerivedType(typeof(Received), "received")]
[JsonDerivedType(typeof(NotReceived), "not-received")]
[JsonDerivedType(typeof(Sent), "sent")]
[JsonDerivedType(typeof(Paid), "paid")]
[JsonDerivedType(typeof(LateAnswer), "late-answer")]
[JsonDerivedType(typeof(WhoAmI), "identity")]
[JsonDerivedType(typeof(Notice), "notice")]
[JsonDerivedType(typeof(Failed), "error")]
[JsonDerivedType(typeof(Left), "bye")]
[JsonDerivedType(typeof(Enrolled), "enrolled")]
[JsonDerivedType(typeof(Connected), "hub")]
[JsonDerivedType(typeof(HubKnown), "known-hub")]
[JsonDerivedType(typeof(HubShown), "hub-key")]
[JsonDerivedType(typeof(Offline), "offline")]
[JsonDerivedType(typeof(Paying), "payment")]
[JsonDerivedType(typeof(PaymentStatus), "status")]
[JsonDerivedType(typeof(FriendList), "friends")]
[JsonDerivedType(typeof(FriendChanged), "friend")]
[JsonDerivedType(typeof(FriendPresence), "presence")]
[JsonDerivedType(typeof(HistoryPage), "history")]
[JsonDerivedType(typeof(KeyChanged), "key-changed")]
[JsonDerivedType(typeof(Offered), "offer")]
[JsonDerivedType(typeof(MoneyAsked), "money-request")]
[JsonDerivedType(typeof(Said), "message")]
[JsonDerivedType(typeof(Told), "told")]
[JsonDerivedType(typeof(AskedForMoney), "asked")]
[JsonDerivedType(typeof(AskedMoneyComes), "asked-money")]
internal abstract record WalletEvent;

/// <summary>The hub opened the account.</summary>
internal sealed record Registered(string Account) : WalletEvent
{
    /// <summary>The fingerprint of the account's key; null where it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fingerprint { get; init; }
}

/// <summary>The account is logged in; payments to it arrive at <paramref name="Port"/>, null where none are taken.</summary>
internal sealed record Online(string Account, string Hub, int? Port, long Balance) : WalletEvent;

/// <summary>The accounts online, and the own balance.</summary>
internal sealed record Listed(string Account, long Balance, IReadOnlyList<ListedAccount> Accounts) : WalletEvent;

/// <summary>One account of <see cref="Listed"/>.</summary>
internal sealed record ListedAccount(string Name, string Address, int Port);

/// <summary>The own balance.</summary>
internal sealed record BalanceShown(string Account, long Balance) : WalletEvent;

/// <summary>A payer's wallet brought a payment; the owner has <paramref name="Seconds"/> to accept or decline it.</summary>
internal sealed record Requested(int Number, string Payer, long Amount, string From, int Seconds) : WalletEvent;

/// <summary>The owner declined a payment.</summary>
internal sealed record Declined(int Number, string Payer, long Amount) : WalletEvent
{
    /// <summary>What that means for the other side, in words.</summary>
    [JsonIgnore]
    public string Note { get; init; } = "Nothing moves; the payer's wallet is not told.";
}

/// <summary>The owner did not decide in time.</summary>
internal sealed record Expired(int Number, string Payer, long Amount) : WalletEvent;

/// <summary>The hub executed a payment to this account.</summary>
internal sealed record Received(string Payer, long Amount, long Balance) : WalletEvent
{
    /// <summary>The hub's transfer id; null on the classic protocol, which does not tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Transfer { get; init; }

    /// <summary>The payer's words; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Memo { get; init; }

    /// <summary>The payment's id; null for an unsigned payment.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PaymentId { get; init; }
}

/// <summary>The hub did not execute a payment to this account. <paramref name="Code"/> is its line, empty where it said nothing.</summary>
internal sealed record NotReceived(string Payer, long Amount, string Code, long? Balance) : WalletEvent;

/// <summary>The payment is at the payee's wallet; this one waits <paramref name="Seconds"/> at most.</summary>
internal sealed record Sent(string Payee, long Amount, string To, int Seconds, [property: JsonIgnore] bool CanCancel) : WalletEvent;

/// <summary>The hub executed the payment. The balance is null where it could not be learnt.</summary>
internal sealed record Paid(string Payee, long Amount, long? Balance) : WalletEvent
{
    /// <summary>The hub's transfer id; null on the classic protocol, which does not tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Transfer { get; init; }

    /// <summary>The payment's id; null for an unsigned payment.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PaymentId { get; init; }
}

/// <summary>
/// The hub's verdict on a payment in this account's name that this wallet does not wait for: given up, or somebody else's.
/// <paramref name="Before"/> is the balance that this wallet saw last, null where it saw none.
/// </summary>
internal sealed record LateAnswer(bool Executed, long Balance, long? Before) : WalletEvent;

/// <summary>Who this wallet is.</summary>
internal sealed record WhoAmI(string? Account, string Hub, string Home) : WalletEvent
{
    /// <summary>The fingerprint of the account's key; null where there is none, or its passphrase was not given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Fingerprint { get; init; }
}

/// <summary>Anything else worth saying.</summary>
internal sealed record Notice(string Message) : WalletEvent;

/// <summary>
/// It did not work. <paramref name="Code"/> is the hub's line or a fixed word; <paramref name="ExitCode"/> what the wallet exits
/// with, null where it goes on.
/// </summary>
internal sealed record Failed(
    string Code, string Message, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ExitCode? ExitCode) : WalletEvent
{
    /// <summary>The id of the payment that it is about; null where it is about none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PaymentId { get; init; }
}

/// <summary>The wallet said goodbye to the hub.</summary>
internal sealed record Left(string Account) : WalletEvent;
