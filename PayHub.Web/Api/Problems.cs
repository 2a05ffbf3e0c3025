using Microsoft.AspNetCore.Http;
using PayHub.Data.Ledger;

namespace PayHub.Web.Api;

/// <summary>Every kind of problem that the API tells of. Codes are an interface: programs look at them.</summary>
internal static class Problems
{
    public static readonly Problem NoKey = Of(401, "key_missing", "An API key is needed: Authorization: Bearer payhub_…");

    public static readonly Problem WrongKey = Of(401, "key_invalid", "The API key is wrong, was revoked, or its maker may no longer do what it may.");

    public static readonly Problem NotFound = Of(404, "not_found", "There is nothing at this address.");

    public static readonly Problem NotAllowed = Of(405, "method_not_allowed", "This address does not take that method: see Allow.");

    public static readonly Problem TooLarge = Of(413, "too_large", "The body is too large.");

    public static readonly Problem NotJson = Of(415, "unsupported_media_type", "The body must be application/json.");

    public static readonly Problem TooManyRequests = Of(429, "too_many_requests", "This key asks too often: wait as Retry-After says.");

    public static readonly Problem TooManyWrongKeys = Of(429, "too_many_wrong_keys", "Too many wrong keys from this address: wait as Retry-After says.");

    public static readonly Problem Internal = Of(500, "internal_error", "The hub met an error that it does not know; its log has more.");

    public static readonly Problem Unavailable = Of(503, "unavailable", "The hub can't do it just now, and nothing was done: ask again, with the same Idempotency-Key.");

    private static readonly Problem Invalid = Of(400, "invalid_request", "The request is not as this operation takes it.");

    private static readonly Problem Role = Of(403, "forbidden", "The key's role does not allow it.");

    /// <summary>What the ledger refuses, and what it can't tell.</summary>
    private static readonly Dictionary<OperatorOutcome, Problem> OfOutcomes = new()
    {
        [OperatorOutcome.UnknownAccount] = Of(404, "unknown_account", "There is no such account."),
        [OperatorOutcome.UnknownTransfer] = Of(404, "unknown_transfer", "There is no such transfer."),
        [OperatorOutcome.NotOnline] = Of(404, "unknown_session", "Nobody is online with that session."),
        [OperatorOutcome.Closed] = Of(409, "account_closed", "The account is closed, for good."),
        [OperatorOutcome.Unchanged] = Of(409, "unchanged", "It stands so already; nothing was done."),
        [OperatorOutcome.InsufficientFunds] = Of(409, "insufficient_funds", "The account that would pay has less than the amount."),
        [OperatorOutcome.Limit] = Of(409, "limit", "A balance would leave its range, ±9·10^18 minor units."),
        [OperatorOutcome.NotReversible] = Of(409, "not_reversible", "A reversal can't be reversed."),
        [OperatorOutcome.AboveRest] = Of(409, "above_rest", "The amount is more than what is left to reverse."),
        [OperatorOutcome.NotEmpty] = Of(409, "not_empty", "The account still holds money: withdraw it first."),
        [OperatorOutcome.NotAName] = WrongField("name", "It must be 1 to 32 of A-Z a-z 0-9 . _ -, begin with a letter or digit, and be no word of the wire's protocol."),
        [OperatorOutcome.NameTaken] = Of(409, "name_taken", "The name is, or was, somebody's."),
        [OperatorOutcome.KeyReused] = Of(422, "idempotency_key_reused", "This Idempotency-Key was used for another request."),
        [OperatorOutcome.OutcomeUnknown] = Of(500, "outcome_unknown", "The hub can't tell whether it was done: ask again with the same Idempotency-Key, and it is done once."),
        [OperatorOutcome.Unavailable] = Unavailable,
    };

    /// <summary>All of them, for whoever describes the API.</summary>
    public static IReadOnlyList<Problem> All { get; } =
        [.. new[] { Invalid, NoKey, WrongKey, Role, NotFound, NotAllowed, TooLarge, NotJson, TooManyRequests, TooManyWrongKeys, Internal, Unavailable }
            .Concat(OfOutcomes.Values).DistinctBy(p => p.Code).OrderBy(p => p.Status)];

    /// <summary>The request is wrong, member by member.</summary>
    public static Problem WrongFields(IReadOnlyDictionary<string, string[]> errors) => Invalid with { Errors = errors };

    /// <summary>One member, parameter or header is wrong.</summary>
    public static Problem WrongField(string name, string fault) => WrongFields(new Dictionary<string, string[]> { [name] = [fault] });

    /// <summary>The key may not.</summary>
    public static Problem Forbidden(string? least) => Role with { Detail = least is null ? null : $"It needs a key with the role {least}." };

    /// <summary>What the ledger said, unless it was done.</summary>
    public static Problem? Of(OperatorResult result) => result.Outcome == OperatorOutcome.Done
        ? null
        : OfOutcomes[result.Outcome] with { Account = result.Account, Balance = result.Account is null ? null : result.Balance, Rest = result.Rest };

    /// <summary>For a status that something before the operation gave.</summary>
    public static Problem OfStatus(int status) => status switch
    {
        StatusCodes.Status400BadRequest => Invalid,
        StatusCodes.Status405MethodNotAllowed => NotAllowed,
        StatusCodes.Status413PayloadTooLarge => TooLarge,
        StatusCodes.Status415UnsupportedMediaType => NotJson,
        StatusCodes.Status404NotFound => NotFound,
        >= 500 => Internal,
        _ => Invalid with { Status = status },
    };

    private static Problem Of(int status, string code, string title) => new() { Type = $"/api#{code}", Status = status, Code = code, Title = title };
}
