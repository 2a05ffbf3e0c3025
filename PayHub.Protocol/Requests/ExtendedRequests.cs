using PayHub.Protocol.Sealing;
using PayHub.Protocol.Signing;

namespace PayHub.Protocol.Requests;

/// <summary><c>HELLO#PAYHUB/1</c>: from now on one reply a request, and pushes (docs/protocol.md, "Dialect").</summary>
public sealed record HelloRequest : Request
{
    /// <summary>The one instance: the request carries nothing but the only version there is.</summary>
    public static readonly HelloRequest Instance = new();
}

/// <summary><c>WHOIS#&lt;name&gt;</c>: an account's key and address.</summary>
/// <param name="Name">Whom to look up, in the case that the client typed.</param>
public sealed record WhoisRequest(string Name) : Request;

/// <summary><c>FRIENDS</c>: the friends, who asks to be one, who was asked, and who is blocked.</summary>
public sealed record FriendsRequest : Request
{
    /// <summary>The one instance: the request carries nothing.</summary>
    public static readonly FriendsRequest Instance = new();
}

/// <summary>What to do about a friendship.</summary>
public enum FriendAction
{
    /// <summary>Ask somebody; where they have asked, accept.</summary>
    Add,

    /// <summary>Accept what somebody asked.</summary>
    Accept,

    /// <summary>End a friendship, decline a request, or take one's own back.</summary>
    Remove,

    /// <summary>Want nothing to do with somebody.</summary>
    Block,

    /// <summary>Take a block back.</summary>
    Unblock,
}

/// <summary><c>FRIEND#&lt;action&gt;#&lt;name&gt;</c>.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Name">About whom, in the case that the client typed.</param>
public sealed record FriendRequest(FriendAction Action, string Name) : Request;

/// <summary><c>HISTORY#&lt;n&gt;[#&lt;before id&gt;]</c>: the newest transfers of the account.</summary>
/// <param name="Count">How many at most, 1 to 200.</param>
/// <param name="BeforeId">Only older ones than this transfer; null for the newest.</param>
public sealed record HistoryRequest(int Count, long? BeforeId) : Request
{
    /// <summary>The most transfers of one answer.</summary>
    public const int MaxCount = 200;
}

/// <summary><c>STATUS#&lt;payment id&gt;</c>: what became of a payment of one's own.</summary>
/// <param name="PaymentId">The payer's id for it.</param>
public sealed record StatusRequest(string PaymentId) : Request;

/// <summary><c>CANCEL#&lt;payment id&gt;</c>: never execute a payment of one's own.</summary>
/// <param name="PaymentId">The payer's id for it.</param>
public sealed record CancelRequest(string PaymentId) : Request;

/// <summary><c>ENROL#&lt;name&gt;#&lt;code&gt;</c>: bind the connection's key to an account.</summary>
/// <param name="Name">The account, in the case that the client typed.</param>
/// <param name="Code">The one-time code, 1 to 64 of <c>A-Za-z0-9_-</c>.</param>
public sealed record EnrolRequest(string Name, string Code) : Request
{
    /// <summary>Without the code, which is a secret.</summary>
    public override string ToString() => $"ENROL#{Name}";
}

/// <summary><c>PING</c>: is the hub there, and what does its clock say.</summary>
public sealed record PingRequest : Request
{
    /// <summary>The one instance: the request carries nothing.</summary>
    public static readonly PingRequest Instance = new();
}

/// <summary>A signed payment in clear: a JWS in compact form, which two dots tell.</summary>
/// <param name="Payment">The payment, of the right form; its signature is not yet checked.</param>
public sealed record SignedPaymentRequest(SignedPayment Payment) : Request;

/// <summary>A payment sealed to the hub, still closed.</summary>
/// <param name="Form">How it is sealed, by its look.</param>
/// <param name="Message">The message.</param>
public sealed record SealedPaymentRequest(SealedForm Form, byte[] Message) : Request;
