using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using PayHub.Data.Ledger;

namespace PayHub.Web.Api;

/// <summary>The patterns and bounds of what programs send.</summary>
internal static class Bounds
{
    /// <summary>At least one visible character, no control characters.</summary>
    public const string Words = @"^[^\u0000-\u001F\u007F]*[^\u0000-\u0020\u007F][^\u0000-\u001F\u007F]*$";

    public const string WordsFault = "It needs at least one visible character, and takes no control characters.";
    public const string LengthFault = "It must be 1 to 500 characters.";
    public const string NameFault = "It must be 1 to 32 characters.";
    public const string AmountFault = "It must be a whole number of minor units, {1} to {2}.";
    public const int MaxName = 32;
    public const string Most = "9000000000000000000";
}

/// <summary>Money to pay in or out.</summary>
internal sealed record MoneyRequest
{
    /// <summary>The account's name, in any ASCII case.</summary>
    [StringLength(Bounds.MaxName, MinimumLength = 1, ErrorMessage = Bounds.NameFault)]
    public required string Account { get; init; }

    /// <summary>Minor units.</summary>
    [Range(typeof(long), "1", Bounds.Most, ErrorMessage = Bounds.AmountFault)]
    public required long Amount { get; init; }

    /// <summary>Why: it goes into the audit log and stands at the transfer.</summary>
    [StringLength(OperatorAct.MaxReason, MinimumLength = 1, ErrorMessage = Bounds.LengthFault), RegularExpression(Bounds.Words, ErrorMessage = Bounds.WordsFault)]
    public required string Reason { get; init; }
}

/// <summary>Money to move back.</summary>
internal sealed record ReversalRequest
{
    /// <summary>The transfer to reverse; not itself a reversal.</summary>
    [Range(typeof(long), "1", "9223372036854775807", ErrorMessage = "It must be a transfer's id.")]
    public required long Transfer { get; init; }

    /// <summary>Minor units: at most what is left of the transfer.</summary>
    [Range(typeof(long), "1", Bounds.Most, ErrorMessage = Bounds.AmountFault)]
    public required long Amount { get; init; }

    /// <summary>Why: it goes into the audit log and stands at the transfer.</summary>
    [StringLength(OperatorAct.MaxReason, MinimumLength = 1, ErrorMessage = Bounds.LengthFault), RegularExpression(Bounds.Words, ErrorMessage = Bounds.WordsFault)]
    public required string Reason { get; init; }
}

/// <summary>Why something is done.</summary>
internal sealed record ReasonRequest
{
    /// <summary>It goes into the audit log.</summary>
    [StringLength(OperatorAct.MaxReason, MinimumLength = 1, ErrorMessage = Bounds.LengthFault), RegularExpression(Bounds.Words, ErrorMessage = Bounds.WordsFault)]
    public required string Reason { get; init; }
}

/// <summary>An account to open.</summary>
internal sealed record AccountRequest
{
    /// <summary>1 to 32 of A-Z, a-z, 0-9, dot, underscore and hyphen, beginning with a letter or digit; not a word of the wire's protocol.</summary>
    [StringLength(Bounds.MaxName, MinimumLength = 1, ErrorMessage = Bounds.NameFault)]
    public required string Name { get; init; }

    /// <summary>Granted from the hub's issuance, minor units; nothing unless said.</summary>
    [Range(typeof(long), "0", Bounds.Most, ErrorMessage = Bounds.AmountFault)]
    public long OpeningBalance { get; init; }

    /// <summary>Why: it goes into the audit log.</summary>
    [StringLength(OperatorAct.MaxReason, MinimumLength = 1, ErrorMessage = Bounds.LengthFault), RegularExpression(Bounds.Words, ErrorMessage = Bounds.WordsFault)]
    public required string Reason { get; init; }
}

/// <summary>Money was moved.</summary>
/// <param name="Transfer">The transfer that moved it.</param>
/// <param name="Account">The account's name, as registered.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Balance">The account's balance right after it, minor units.</param>
internal sealed record MoneyAnswer(long Transfer, string Account, long Amount, long Balance);

/// <summary>Money was moved back.</summary>
/// <param name="Transfer">The transfer that moved it.</param>
/// <param name="Reverses">The transfer whose money it is.</param>
/// <param name="Account">The account that gave it back.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Balance">That account's balance right after it, minor units.</param>
/// <param name="Rest">How much of the reversed transfer is left to reverse, minor units.</param>
internal sealed record ReversalAnswer(long Transfer, long Reverses, string Account, long Amount, long Balance, long Rest);

/// <summary>An account was opened.</summary>
/// <param name="Name">As registered.</param>
/// <param name="Balance">Minor units.</param>
/// <param name="Transfer">The transfer of its opening balance; null where nothing was granted.</param>
internal sealed record OpenedAnswer(string Name, long Balance, long? Transfer);

/// <summary>An account's status was changed.</summary>
/// <param name="Account">Its name, as registered.</param>
/// <param name="Status">What it may do from now on.</param>
/// <param name="Balance">Minor units.</param>
internal sealed record StatusAnswer(string Account, Data.Model.AccountStatus Status, long Balance);

/// <summary>A session was ended.</summary>
/// <param name="Session">The session.</param>
/// <param name="Account">Who was online with it.</param>
internal sealed record DisconnectedAnswer(long Session, string Account);

/// <summary>Judges bodies by their own bounds.</summary>
internal static class RequestCheck
{
    /// <summary>Refuses a body that is out of bounds, all faults at once.</summary>
    public static async ValueTask<object?> CheckAsync<T>(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        where T : class
    {
        var body = context.Arguments.OfType<T>().Single();
        var faults = new List<ValidationResult>();
        if (Validator.TryValidateObject(body, new ValidationContext(body), faults, validateAllProperties: true))
            return await next(context);
        var errors = faults.SelectMany(f => f.MemberNames.Select(name => (Name: System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name), f.ErrorMessage)))
            .GroupBy(f => f.Name).ToDictionary(g => g.Key, g => g.Select(f => f.ErrorMessage!).ToArray());
        return Problems.WrongFields(errors).ToResult();
    }
}
