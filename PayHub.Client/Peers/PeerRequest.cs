namespace PayHub.Client.Peers;

/// <summary>One line of a peer, understood (docs/protocol.md, "Peer links"). A closed set of sealed records.</summary>
internal abstract record PeerRequest;

/// <summary><c>HELLO#PAYHUB-PEER/1#&lt;name&gt;</c>: the first line of a link.</summary>
/// <param name="Name">The account that the peer claims to be.</param>
internal sealed record PeerHello(string Name) : PeerRequest;

/// <summary><c>MSG#&lt;text&gt;</c>: something said to the owner.</summary>
/// <param name="Text">1 to 500 Unicode scalars, no control characters.</param>
internal sealed record PeerMessage(string Text) : PeerRequest;

/// <summary><c>REQUEST#&lt;amount&gt;#&lt;memo&gt;</c>: please pay me.</summary>
/// <param name="Amount">Minor units, 1 to 999,999,999,999,999,999.</param>
/// <param name="Memo">At most 200 Unicode scalars, no control characters; empty for none.</param>
internal sealed record PeerMoneyRequest(long Amount, string Memo) : PeerRequest;

/// <summary>A line with the form of a JWE: a payment sealed to the listener.</summary>
/// <param name="Jwe">The line.</param>
internal sealed record PeerPayment(byte[] Jwe) : PeerRequest;

/// <summary>None of these.</summary>
internal sealed record PeerMalformed : PeerRequest
{
    /// <summary>The one instance: there is nothing to say about it.</summary>
    public static readonly PeerMalformed Instance = new();
}
