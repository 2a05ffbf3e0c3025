using PayHub.Data.Model;

namespace PayHub.Web.Components.Parts;

/// <summary>What screens call things.</summary>
internal static class TransferWords
{
    /// <summary>The kind as a word.</summary>
    public static string Word(this TransferKind kind) => kind switch
    {
        TransferKind.Payment => "Payment",
        TransferKind.Opening => "Opening balance",
        TransferKind.Deposit => "Deposit",
        TransferKind.Withdrawal => "Withdrawal",
        TransferKind.Reversal => "Reversal",
        _ => kind.ToString(),
    };
}
