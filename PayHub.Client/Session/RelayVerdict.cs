namespace PayHub.Client.Session;

/// <summary>Whether a relayed payment was executed, told from what the balance did around it (docs/protocol.md, "Payments").</summary>
/// <param name="IsReceived">It was executed.</param>
/// <param name="Code">Why it was not: the hub's line, empty where the hub was silent, <c>unclear</c> where it can't be told.</param>
/// <param name="IsOwnRefusal">The <c>Transfer Fail!</c> that came in between was for the owner's own payment.</param>
internal readonly record struct RelayVerdict(bool IsReceived, string Code, bool IsOwnRefusal)
{
    /// <summary>The code of a verdict that can't be reached.</summary>
    public const string Unclear = "unclear";

    /// <summary>Judges.</summary>
    /// <param name="line">What the hub said between the two lists; empty if nothing.</param>
    /// <param name="rise">By how much the balance rose between the two lists.</param>
    /// <param name="amount">The relayed amount.</param>
    /// <param name="own">The owner's own payment on its way then, 0 for none: it may be executed in between.</param>
    public static RelayVerdict Judge(string line, long rise, long amount, long own)
    {
        var isExecuted = rise == amount || (own > 0 && rise == amount - own);
        var isRefused = rise == 0 || rise == -own;
        if (isExecuted && (!isRefused || line.Length == 0))
            return isRefused ? new(false, Unclear, false) : new(true, "", line == "Transfer Fail!");
        return isRefused || line.Length > 0 ? new(false, line, false) : new(false, Unclear, false);
    }
}
