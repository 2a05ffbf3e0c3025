using Microsoft.Extensions.Localization;
using PayHub.Data.Ledger;
using PayHub.Web.Looks;

namespace PayHub.Web.Operators;

/// <summary>What became of an operator's act, in a sentence.</summary>
internal static class OutcomeWords
{
    /// <summary>Why it was not done; null where it was.</summary>
    public static string? Failure(this OperatorResult result, IStringLocalizer<Words> t, MoneyFormat format) =>
        result.Outcome == OperatorOutcome.Done ? null : Sentence(result, t, format).Value;

    private static LocalizedString Sentence(OperatorResult result, IStringLocalizer<Words> t, MoneyFormat format) => result.Outcome switch
    {
        OperatorOutcome.UnknownAccount => t["There is no such account."],
        OperatorOutcome.UnknownTransfer => t["There is no such transfer."],
        OperatorOutcome.Closed => t["The account {0} is closed.", result.Account ?? ""],
        OperatorOutcome.Unchanged => t["Somebody else has just done the same: nothing was changed."],
        OperatorOutcome.InsufficientFunds => t["{0} has only {1} {2}.", result.Account ?? "", format.Format(result.Balance ?? 0), format.Code],
        OperatorOutcome.Limit => t["So much money can't be kept: a balance would leave its range."],
        OperatorOutcome.NotReversible => t["A reversal can't be reversed."],
        OperatorOutcome.AboveRest => t["Only {0} {1} of it are left to reverse.", format.Format(result.Rest ?? 0), format.Code],
        OperatorOutcome.NotEmpty => t["{0} still holds {1} {2}: withdraw it first.", result.Account ?? "", format.Format(result.Balance ?? 0), format.Code],
        OperatorOutcome.NameTaken => t["The name is taken, or was once."],
        OperatorOutcome.NotAName => t["A name has up to 32 of the letters A to Z, digits, dots, hyphens and underscores, begins with a letter or digit, and is no word of the protocol."],
        OperatorOutcome.NotOnline => t["That session is over already."],
        OperatorOutcome.OutcomeUnknown => t["The disk failed in the middle: look whether it was done before you try again."],
        _ => t["The hub could not write it down. Nothing was done; look at its log."],
    };
}
