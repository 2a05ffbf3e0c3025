using System.Globalization;
using System.Text;
using PayHub.Client.Output;
using PayHub.Protocol.Replies;

namespace PayHub.Client.Peers;

/// <summary>
/// What came of asking a peer. A peer's answer to a payment is a hint: whether it was executed, only the hub says
/// (docs/protocol.md, "Peer links").
/// </summary>
internal abstract record PeerAnswer
{
    /// <summary>Understands a peer's answer.</summary>
    /// <param name="line">Its bytes, without the line end.</param>
    public static PeerAnswer Read(ReadOnlySpan<byte> line)
    {
        var isCoded = line.Length >= 5 && line[3] == ' ' && !line[..3].ContainsAnyExceptInRange((byte)'0', (byte)'9');
        if (!isCoded || line.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E))
            return new PeerSilent("its answer is none of the protocol's");
        var fields = Encoding.ASCII.GetString(line).Split('#', 2);
        if (fields[0] == PeerReply.Ok)
            return new PeerAccepted(fields.Length > 1 ? fields[1] : "");
        return fields[0] == PeerReply.Of(RefusalCode.NotAllowed) ? new PeerDeclined() : new PeerRefused(PrintableText.Clean(fields[0]));
    }
}

/// <summary><c>100 OK</c>.</summary>
/// <param name="Field">What stands behind it; empty if nothing.</param>
internal sealed record PeerAccepted(string Field) : PeerAnswer
{
    /// <summary>The ledger's id for an accepted payment, as the payee says; null where it says none.</summary>
    public long? TransferId => long.TryParse(Field, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}

/// <summary><c>230 NOT_ALLOWED</c>: the payee declined the payment, or takes no messages of this account.</summary>
internal sealed record PeerDeclined : PeerAnswer;

/// <summary>Another refusal: the payee wallet's own, or the hub's that it passed on.</summary>
/// <param name="Line">Such as <c>350 INSUFFICIENT_FUNDS</c>.</param>
internal sealed record PeerRefused(string Line) : PeerAnswer;

/// <summary>Nobody answers there, or the link broke before anything but the greeting was sent.</summary>
/// <param name="Reason">Why, in words.</param>
internal sealed record PeerUnreachable(string Reason) : PeerAnswer;

/// <summary>Somebody answers there with another key, or another name. Nothing was sent.</summary>
/// <param name="Shown">The fingerprint, or the name, that was shown.</param>
internal sealed record PeerWrongKey(string Shown) : PeerAnswer;

/// <summary>The greeting was refused. Nothing else was sent.</summary>
/// <param name="Line">Such as <c>429 TOO_MANY</c>.</param>
internal sealed record PeerNotLetIn(string Line) : PeerAnswer;

/// <summary>It was sent, and no answer came: what became of it is unknown.</summary>
/// <param name="Reason">Why, in words.</param>
internal sealed record PeerSilent(string Reason) : PeerAnswer;
