using PayHub.Data.Model;

namespace PayHub.Data.Ledger;

/// <summary>What a transfer of each kind must be, whoever wrote it: its sides, what it reverses, and whose word stands behind it.</summary>
internal static class KindRules
{
    /// <summary>What is wrong with it, in words; null where nothing is.</summary>
    public static string? Fault(LedgerRow row)
    {
        var t = row.Transfer;
        var byOperator = t.Kind is TransferKind.Deposit or TransferKind.Withdrawal or TransferKind.Reversal;
        if (byOperator && row.Note is not { Reason.Length: > 0 })
            return "was made by an operator, but no note says who and why";
        if (!byOperator && row.Note is not null)
            return "has an operator's note, but no operator made it";
        if (t.Kind != TransferKind.Reversal && t.ReversesId is not null)
            return $"is no reversal, but names transfer {t.ReversesId}";
        var (issues, takesBack) = (t.DebitId == Account.IssuanceId, t.CreditId == Account.IssuanceId);
        return t.Kind switch
        {
            TransferKind.Payment => issues || takesBack ? $"is a payment from or to {Account.IssuanceName}" : null,
            TransferKind.Opening or TransferKind.Deposit => issues ? null : $"brings money in, but not from {Account.IssuanceName}",
            TransferKind.Withdrawal => takesBack ? null : $"takes money out, but not to {Account.IssuanceName}",
            _ => ReversalFault(t, row.Original),
        };
    }

    private static string? ReversalFault(Transfer t, ReversedTransfer? original)
    {
        if (original is null || t.ReversesId >= t.Id)
            return t.ReversesId is null ? "is a reversal, but names no transfer" : $"reverses transfer {t.ReversesId}, which is not before it";
        if (original.Kind == TransferKind.Reversal)
            return $"reverses transfer {t.ReversesId}, which is itself a reversal";
        if (t.DebitId != original.CreditId || t.CreditId != original.DebitId)
            return $"is not the mirror image of transfer {t.ReversesId}, which it reverses";
        if (t.Amount > original.Amount)
            return $"moves back {t.Amount}, more than the {original.Amount} of transfer {t.ReversesId}";
        return original.HasTotal ? null : $"reverses transfer {t.ReversesId}, of which no sum of reversals is kept";
    }
}
