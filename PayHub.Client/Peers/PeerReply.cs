using PayHub.Protocol.Replies;

namespace PayHub.Client.Peers;

/// <summary>The lines that a listener answers with (docs/protocol.md, "Peer links" and "Refusals"), without their ends.</summary>
internal static class PeerReply
{
    /// <summary>Done; the answers to <c>HELLO</c> and to a payment carry a field behind it.</summary>
    public const string Ok = "100 OK";

    /// <summary>A refusal: the wallet's own, by the hub's list.</summary>
    public static string Of(RefusalCode code) => $"{(int)code} {code.Word()}";
}
