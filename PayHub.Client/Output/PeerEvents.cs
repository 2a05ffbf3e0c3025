using System.Text.Json.Serialization;

namespace PayHub.Client.Output;

/// <summary>
/// A peer wants to pay the owner, who has <paramref name="Seconds"/> to accept or decline it. Unsigned, the payer's name is no more than
/// what whoever is at <paramref name="Address"/> says.
/// </summary>
internal sealed record Offered(
    int Number, string Payer, long Amount, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Memo,
    bool Signed, string Address, int Seconds) : WalletEvent;

/// <summary>A friend asks the owner for money.</summary>
internal sealed record MoneyAsked(
    int Number, string From, long Amount, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Memo) : WalletEvent;

/// <summary>A peer pays what the owner asked for: it is taken without another question.</summary>
internal sealed record AskedMoneyComes(string From, long Amount) : WalletEvent;

/// <summary>A friend says something.</summary>
internal sealed record Said(string From, string Text) : WalletEvent;

/// <summary>A peer's wallet took the owner's message.</summary>
internal sealed record Told(string To, string Text) : WalletEvent;

/// <summary>A peer's wallet took the owner's request for money.</summary>
internal sealed record AskedForMoney(
    string To, long Amount, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Memo) : WalletEvent;
