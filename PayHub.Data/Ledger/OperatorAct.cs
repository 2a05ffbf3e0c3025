namespace PayHub.Data.Ledger;

/// <summary>Something that an operator does, written down in the transaction that does it.</summary>
/// <param name="OperatorId">The operator's Identity id; <c>key:</c> and its id for a key of the REST API.</param>
/// <param name="OperatorName">The operator's name at the time.</param>
/// <param name="Ip">From where; a dash where that is not known.</param>
/// <param name="Action">What is done, such as <c>account.open-enrolment</c>.</param>
/// <param name="TargetType">What kind of thing it is done to, such as <c>account</c>.</param>
/// <param name="TargetId">Which one.</param>
/// <param name="Reason">Why, in the operator's words.</param>
public sealed record OperatorAct(string OperatorId, string OperatorName, string Ip, string Action, string TargetType, string TargetId, string? Reason)
{
    /// <summary>The most characters of a reason.</summary>
    public const int MaxReason = 500;

    /// <summary>What stood there before, where whoever asks knows it; the ledger fills it in for what it does itself.</summary>
    public string? Before { get; init; }

    /// <summary>What is to stand there, likewise.</summary>
    public string? After { get; init; }

    /// <summary>For a program that may ask again: the act is done once for each key.</summary>
    public IdempotencyKey? Idempotency { get; init; }
}

/// <summary>A program's own name for a request, under which it is carried out once.</summary>
/// <param name="ApiKeyId">Who asks.</param>
/// <param name="Key">The name.</param>
/// <param name="RequestHash">SHA-256 of what is asked: another request under the same name is refused.</param>
public sealed record IdempotencyKey(long ApiKeyId, string Key, byte[] RequestHash);
