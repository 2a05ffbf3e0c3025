using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using PayHub.Protocol.Sealing;
using PayHub.Protocol.Signing;

namespace PayHub.Protocol.Requests;

/// <summary>Reads what <see cref="RequestParser"/> finds to be none of the classic messages (docs/protocol.md, "Dialect").</summary>
/// <remarks>
/// The grammar, in the notation of RFC 5234 and 7405:
/// <code>
/// extended = hello / whois / friends / friend / history / status / cancel / enrol / ping / signed / sealed
/// hello    = %s"HELLO#PAYHUB/1"
/// whois    = %s"WHOIS#" name
/// friends  = %s"FRIENDS"
/// friend   = %s"FRIEND#" ( %s"ADD" / %s"ACCEPT" / %s"REMOVE" / %s"BLOCK" / %s"UNBLOCK" ) "#" name
/// history  = %s"HISTORY#" amount [ "#" amount ]      ; the first at most 200
/// status   = %s"STATUS#" 16*64idchar
/// cancel   = %s"CANCEL#" 16*64idchar
/// enrol    = %s"ENROL#" name "#" 1*64idchar
/// ping     = %s"PING"
/// signed   = *idchar 2( "." *idchar )                ; further by SignedPayment
/// sealed   = *idchar 4( "." *idchar ) / 344base64    ; further by HubUnsealer
/// idchar   = ALPHA / DIGIT / "-" / "_"
/// </code>
/// </remarks>
internal static class ExtendedParser
{
    private const int MaxCodeLength = 64;

    private static readonly SearchValues<byte> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);

    /// <summary>Reads a message without <c>#</c>.</summary>
    public static Request ParseWithoutFields(ReadOnlySpan<byte> message)
    {
        if (message.SequenceEqual("PING"u8))
            return PingRequest.Instance;
        if (message.SequenceEqual("FRIENDS"u8))
            return FriendsRequest.Instance;
        return message.Count((byte)'.') switch
        {
            2 => SignedPayment.TryParse(message, out var payment) ? new SignedPaymentRequest(payment) : MalformedRequest.Instance,
            4 => new SealedPaymentRequest(SealedForm.Jwe, message.ToArray()),
            0 when IsRsaBlock(message) => new SealedPaymentRequest(SealedForm.RsaBlock, message.ToArray()),
            _ => MalformedRequest.Instance,
        };
    }

    /// <summary>Reads a message by its first field.</summary>
    /// <returns>Null where the first field is none of the extended verbs.</returns>
    public static Request? ParseVerb(ReadOnlySpan<byte> verb, ReadOnlySpan<byte> rest) => verb switch
    {
        _ when verb.SequenceEqual("HELLO"u8) => rest.SequenceEqual("PAYHUB/1"u8) ? HelloRequest.Instance : MalformedRequest.Instance,
        _ when verb.SequenceEqual("WHOIS"u8) => AccountName.TryParse(rest, out var name) ? new WhoisRequest(name) : MalformedRequest.Instance,
        _ when verb.SequenceEqual("FRIEND"u8) => ParseFriend(rest),
        _ when verb.SequenceEqual("HISTORY"u8) => ParseHistory(rest),
        _ when verb.SequenceEqual("STATUS"u8) => TryReadPaymentId(rest, out var id) ? new StatusRequest(id) : MalformedRequest.Instance,
        _ when verb.SequenceEqual("CANCEL"u8) => TryReadPaymentId(rest, out var id) ? new CancelRequest(id) : MalformedRequest.Instance,
        _ when verb.SequenceEqual("ENROL"u8) => ParseEnrol(rest),
        _ => null,
    };

    private static Request ParseFriend(ReadOnlySpan<byte> rest)
    {
        var hash = rest.IndexOf((byte)'#');
        return hash > 0 && TryReadAction(rest[..hash], out var action) && AccountName.TryParse(rest[(hash + 1)..], out var name)
            ? new FriendRequest(action, name)
            : MalformedRequest.Instance;
    }

    private static bool TryReadAction(ReadOnlySpan<byte> word, out FriendAction action)
    {
        action = word switch
        {
            _ when word.SequenceEqual("ADD"u8) => FriendAction.Add,
            _ when word.SequenceEqual("ACCEPT"u8) => FriendAction.Accept,
            _ when word.SequenceEqual("REMOVE"u8) => FriendAction.Remove,
            _ when word.SequenceEqual("BLOCK"u8) => FriendAction.Block,
            _ when word.SequenceEqual("UNBLOCK"u8) => FriendAction.Unblock,
            _ => (FriendAction)(-1),
        };
        return action >= 0;
    }

    private static Request ParseHistory(ReadOnlySpan<byte> rest)
    {
        var hash = rest.IndexOf((byte)'#');
        var before = 0L;
        if (!Amount.TryParse(hash < 0 ? rest : rest[..hash], out var count) || count > HistoryRequest.MaxCount
            || (hash >= 0 && !Amount.TryParse(rest[(hash + 1)..], out before)))
            return MalformedRequest.Instance;
        return new HistoryRequest((int)count, hash < 0 ? null : before);
    }

    private static Request ParseEnrol(ReadOnlySpan<byte> rest)
    {
        var hash = rest.IndexOf((byte)'#');
        if (hash < 0 || !AccountName.TryParse(rest[..hash], out var name))
            return MalformedRequest.Instance;
        var code = rest[(hash + 1)..];
        return code.Length is > 0 and <= MaxCodeLength && !code.ContainsAnyExcept(IdCharacters)
            ? new EnrolRequest(name, Encoding.ASCII.GetString(code))
            : MalformedRequest.Instance;
    }

    private static bool TryReadPaymentId(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? id)
    {
        id = bytes.Length <= PaymentId.MaxLength ? Encoding.ASCII.GetString(bytes) : null;
        return PaymentId.IsWellFormed(id);
    }

    // Padding alone tells the base64 of 256 bytes from a word of that length: whether the rest is right, unsealing shows.
    private static bool IsRsaBlock(ReadOnlySpan<byte> message) => message.Length == HubUnsealer.RsaBlockLength && message.EndsWith("=="u8);
}
