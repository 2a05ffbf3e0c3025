using Microsoft.Extensions.Localization;

namespace PayHub.Web.Operators;

/// <summary>What became of a change to an operator.</summary>
public enum OperatorChange
{
    /// <summary>Done, with its audit row.</summary>
    Done,

    /// <summary>It stands so already, or what it is about is gone.</summary>
    Unchanged,

    /// <summary>Nobody would be left who can manage operators.</summary>
    LastAdmin,

    /// <summary>An operator with this address is there already.</summary>
    Taken,

    /// <summary>That is not an e-mail address.</summary>
    NotAnAddress,

    /// <summary>The operator is disabled, and so gets no link.</summary>
    Disabled,

    /// <summary>One can't take all ways to sign in from oneself.</summary>
    Self,
}

/// <summary>A change to an operator, and the one-time link that came of it.</summary>
/// <param name="Change">Done, or why not.</param>
/// <param name="Link">The link's path, shown once; null where there is none.</param>
public sealed record LinkResult(OperatorChange Change, string? Link = null);

internal static class OperatorChangeWords
{
    /// <summary>Why it was not done; null where it was.</summary>
    public static string? Failure(this OperatorChange change, IStringLocalizer<Words> t) => change == OperatorChange.Done ? null : Sentence(change, t).Value;

    private static LocalizedString Sentence(OperatorChange change, IStringLocalizer<Words> t) => change switch
    {
        OperatorChange.LastAdmin => t["This is the last Admin who may sign in: make another one first."],
        OperatorChange.Taken => t["There is an operator with this address already."],
        OperatorChange.NotAnAddress => t["This is not an e-mail address."],
        OperatorChange.Self => t["This would sign you out before you saw the link: change your password on your own page, or ask another Admin."],
        OperatorChange.Disabled => t["The operator is disabled: enable them first."],
        _ => t["Somebody else has just done the same: nothing was changed."],
    };
}
