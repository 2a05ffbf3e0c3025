using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using PayHub.Client.Identities;
using PayHub.Protocol.Keys;

namespace PayHub.Client.Peers;

/// <summary>The listener's side of the peer links: what all of them share.</summary>
internal sealed class PeerLinkServer
{
    private readonly SslStreamCertificateContext _shown;
    private readonly PeerLimits _limits;
    private readonly PeerLinkContext _context;

    /// <summary>Prepares to take links.</summary>
    /// <param name="identity">The owner's key: shown to peers, and what they seal payments to.</param>
    /// <param name="directory">Who a name belongs to.</param>
    /// <param name="owner">Who decides.</param>
    /// <param name="limits">What peers may ask.</param>
    /// <param name="time">The clock of the limits.</param>
    public PeerLinkServer(WalletIdentity identity, IPeerDirectory directory, IPeerOwner owner, PeerLimits limits, TimeProvider time)
    {
        _shown = SslStreamCertificateContext.Create(identity.Certificate, additionalCertificates: null, offline: true);
        _limits = limits;
        _context = new PeerLinkContext(
            new PeerGate(directory, owner, limits, time),
            new PeerPaymentReader(identity.Key, owner.Account, owner.HubFingerprint),
            new MinuteLimit(limits.MaxMessagesPerMinute, time), directory, owner, limits);
    }

    /// <summary>Serves one link to its end.</summary>
    /// <exception cref="IOException">The link broke.</exception>
    /// <exception cref="AuthenticationException">The peer shows no certificate that could be used, or is no TLS 1.3 client.</exception>
    /// <exception cref="OperationCanceledException">The peer dawdles, or the wallet stops.</exception>
    public async Task ServeAsync(Socket peer, IPAddress from, CancellationToken cancel)
    {
        await using var stream = new SslStream(new NetworkStream(peer, ownsSocket: false));
        PublicKey? key = null;
        using (var handshake = CancellationTokenSource.CreateLinkedTokenSource(cancel))
        {
            handshake.CancelAfter(_limits.HandshakeTime);
            await stream.AuthenticateAsServerAsync(PeerTls.ForListener(_shown, shown => key = shown), handshake.Token);
        }
        if (key is null)
            return;
        await new PeerLink(stream, key, from, _context).RunAsync(cancel);
        await FinishAsync(stream, peer, cancel);
    }

    // Closed with unread bytes, the connection would be reset, and the last answer lost with it.
    private async Task FinishAsync(SslStream stream, Socket peer, CancellationToken cancel)
    {
        using var linger = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        linger.CancelAfter(_limits.LingerTime);
        await stream.ShutdownAsync().WaitAsync(linger.Token);
        peer.Shutdown(SocketShutdown.Send);
        var rest = new byte[1024];
        while (await peer.ReceiveAsync(rest, linger.Token) > 0)
        {
        }
    }
}

/// <summary>What the links of one listener share.</summary>
/// <param name="Gate">Judges who a peer is.</param>
/// <param name="Payments">Opens payments.</param>
/// <param name="Messages">Counts each peer's messages.</param>
/// <param name="Directory">Knows friends.</param>
/// <param name="Owner">Decides.</param>
/// <param name="Limits">Bounds.</param>
internal sealed record PeerLinkContext(
    PeerGate Gate, PeerPaymentReader Payments, MinuteLimit Messages, IPeerDirectory Directory, IPeerOwner Owner, PeerLimits Limits);
