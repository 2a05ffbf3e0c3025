namespace PayHub.Client.Peers;

/// <summary>The lines that a listener answers with (docs/protocol.md, "Peer links" and "Refusals"), without their ends.</summary>
internal static class PeerReply
{
    /// <summary>Done; the answers to <c>HELLO</c> and to a payment carry a field behind it.</summary>
    public const string Ok = "100 OK";

    /// <summary>The key that was shown is not the one of the name that was claimed.</summary>
    public const string AuthFail = "220 AUTH_FAIL";

    /// <summary>Declined; not a friend; not this link's peer paying this account.</summary>
    public const string NotAllowed = "230 NOT_ALLOWED";

    /// <summary>Not a line of the protocol, or not one that may stand here.</summary>
    public const string BadRequest = "240 BAD_REQUEST";

    /// <summary>The payment is not signed by the peer's key.</summary>
    public const string BadSignature = "310 BAD_SIGNATURE";

    /// <summary>The payment is for another hub than the one that this wallet is at.</summary>
    public const string WrongHub = "312 WRONG_HUB";

    /// <summary>A peer has a key, so its payments must be signed.</summary>
    public const string KeyRequired = "313 KEY_REQUIRED";

    /// <summary>Over one of the wallet's limits; later it may do.</summary>
    public const string TooMany = "429 TOO_MANY";

    /// <summary>The hub can't be asked.</summary>
    public const string Unavailable = "500 UNAVAILABLE";
}
