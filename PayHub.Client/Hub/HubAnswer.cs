using PayHub.Protocol.Replies;

namespace PayHub.Client.Hub;

/// <summary>One answer of the hub: a list, or a single line.</summary>
/// <param name="Line">The line, without its end; empty where the answer is a list, or where there was nothing to say.</param>
/// <param name="List">The list, where the answer is one.</param>
internal sealed record HubAnswer(string Line, AccountList? List)
{
    /// <summary>A relayed payment that the hub said nothing about.</summary>
    public static readonly HubAnswer Silence = new("", null);
}

/// <summary>What the hub answered to a payment relayed between two lists.</summary>
/// <param name="Before">The list right before the payment.</param>
/// <param name="Relay">What the hub said to the payment itself: silence, or a refusal.</param>
/// <param name="After">The list right after the payment.</param>
internal sealed record RelayAnswers(HubAnswer Before, HubAnswer Relay, HubAnswer After);

/// <summary>What the hub says to a payer unasked (docs/protocol.md, "Payments").</summary>
internal enum HubPush
{
    /// <summary><c>Transfer OK!</c>: a payment of this account was executed.</summary>
    TransferOk,

    /// <summary><c>Transfer Fail!</c>: a payment of this account was refused, nothing moved.</summary>
    TransferFail,
}

/// <summary>The connection to the hub is gone, or never came to be.</summary>
internal sealed class HubLostException(string message, string lastLine = "") : Exception(message)
{
    /// <summary>What the hub said, unasked, before it closed, such as <c>429 TOO_MANY</c>; else empty.</summary>
    public string LastLine { get; } = lastLine;
}
