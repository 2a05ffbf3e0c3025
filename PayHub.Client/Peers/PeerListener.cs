using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using PayHub.Client.CommandLine;
using PayHub.Client.Output;
using PayHub.Client.Session;
using PayHub.Protocol.Requests;

namespace PayHub.Client.Peers;

/// <summary>
/// The wallet's own port, for peer links and for classic payers (docs/protocol.md, "Peer links"). The port is taken at once; until
/// <see cref="RunAsync"/> peers are refused, so a wallet that takes no payments costs no payer a minute of waiting.
/// </summary>
internal sealed class PeerListener : IDisposable
{
    private const int Backlog = 16;
    private const byte TlsHandshakeRecord = 0x16;
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly WalletLimits _limits;
    private readonly PeerAdmission _admission;

    /// <summary>Takes a port: 0 for any free one.</summary>
    /// <exception cref="SocketException">The port is in use, or not allowed.</exception>
    public PeerListener(int port, WalletLimits limits)
    {
        _limits = limits;
        _admission = new PeerAdmission(limits.MaxPeers, limits.Links.MaxPeersPerAddress);
        try
        {
            _socket.Bind(new IPEndPoint(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port));
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Takes a port, or shows why it can't be had.</summary>
    /// <returns>Null where it can't.</returns>
    public static PeerListener? TryOpen(int port, WalletLimits limits, IWalletOutput output)
    {
        try
        {
            return new PeerListener(port, limits);
        }
        catch (SocketException e)
        {
            output.Show(new Failed("listen-port", $"Cannot take port {port} for payments: {e.Message}. Try --listen-port 0.", ExitCode.Usage));
            return null;
        }
    }

    /// <summary>The port that was taken, 1 to 65535.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Serves peers until cancelled.</summary>
    /// <param name="account">The owner's account: classic payments to others are dropped.</param>
    /// <param name="offer">Called, from any thread, with each classic payment and the address that it came from.</param>
    /// <param name="links">Serves the peers that begin like TLS; null where the owner has no key, or the platform no TLS 1.3 server.</param>
    /// <param name="cancel">Ends the listening and every peer connection.</param>
    public async Task RunAsync(string account, Action<PaymentRequest, IPAddress> offer, PeerLinkServer? links, CancellationToken cancel)
    {
        _socket.Listen(Backlog);
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                var peer = await _socket.AcceptAsync(cancel);
                _ = ServeAsync(peer, account, offer, links, cancel);
            }
            catch (SocketException)
            {
                // Out of descriptors, or the peer is gone already: neither lasts, neither may end the listening.
                await Task.Delay(AcceptPause, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private async Task ServeAsync(
        Socket peer, string account, Action<PaymentRequest, IPAddress> offer, PeerLinkServer? links, CancellationToken cancel)
    {
        using (peer)
        {
            if (AddressOf(peer) is not { } from || !_admission.TryEnter(from))
                return;
            try
            {
                if (links is not null && await BeginsLikeTlsAsync(peer, cancel))
                    await links.ServeAsync(peer, from, cancel);
                else
                    await ServeClassicAsync(peer, account, payment => offer(payment, from), cancel);
            }
            catch (Exception e) when (e is SocketException or IOException or AuthenticationException or OperationCanceledException)
            {
                // A peer that breaks off, dawdles or can't speak TLS 1.3 has nothing to ask any more.
            }
            finally
            {
                _admission.Leave(from);
            }
        }
    }

    // What is looked at stays to be read.
    private async Task<bool> BeginsLikeTlsAsync(Socket peer, CancellationToken cancel)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(_limits.PeerTime);
        var first = new byte[1];
        return await peer.ReceiveAsync(first, SocketFlags.Peek, time.Token) > 0 && first[0] == TlsHandshakeRecord;
    }

    private async Task ServeClassicAsync(Socket peer, string account, Action<PaymentRequest> offer, CancellationToken cancel)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(_limits.PeerTime);
        await new PeerReader(peer, account, _limits, offer).RunAsync(time.Token);
    }

    // Null where the peer is gone already.
    private static IPAddress? AddressOf(Socket peer)
    {
        try
        {
            var from = ((IPEndPoint?)peer.RemoteEndPoint)?.Address;
            return from is { IsIPv4MappedToIPv6: true } ? from.MapToIPv4() : from;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
