using System.Net;
using System.Net.Sockets;
using PayHub.Client.Session;
using PayHub.Protocol.Requests;

namespace PayHub.Client.Peers;

/// <summary>
/// The wallet's own port, where payers' wallets bring their payments (protocol.md, B5). The port is taken at once; until
/// <see cref="RunAsync"/> peers are refused, so a wallet that takes no payments costs no payer a minute of waiting.
/// </summary>
internal sealed class PeerListener : IDisposable
{
    private const int Backlog = 16;
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly WalletLimits _limits;
    private int _peers;

    /// <summary>Takes a port: 0 for any free one.</summary>
    /// <exception cref="SocketException">The port is in use, or not allowed.</exception>
    public PeerListener(int port, WalletLimits limits)
    {
        _limits = limits;
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

    /// <summary>The port that was taken, 1 to 65535.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Takes payments to an account until cancelled.</summary>
    /// <param name="account">The owner's account: payments to others are dropped.</param>
    /// <param name="offer">Called, from any thread, with each payment and the address that it came from.</param>
    /// <param name="cancel">Ends the listening and every peer connection.</param>
    public async Task RunAsync(string account, Action<PaymentRequest, IPAddress> offer, CancellationToken cancel)
    {
        _socket.Listen(Backlog);
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                var peer = await _socket.AcceptAsync(cancel);
                _ = ServeAsync(peer, account, offer, cancel);
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

    private async Task ServeAsync(Socket peer, string account, Action<PaymentRequest, IPAddress> offer, CancellationToken cancel)
    {
        using (peer)
        using (var time = CancellationTokenSource.CreateLinkedTokenSource(cancel))
        {
            var isOneTooMany = Interlocked.Increment(ref _peers) > _limits.MaxPeers;
            try
            {
                if (isOneTooMany)
                    return;
                time.CancelAfter(_limits.PeerTime);
                var from = ((IPEndPoint)peer.RemoteEndPoint!).Address;
                from = from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from;
                await new PeerReader(peer, account, _limits, payment => offer(payment, from)).RunAsync(time.Token);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // A peer that breaks off or dawdles has nothing to ask any more.
            }
            finally
            {
                Interlocked.Decrement(ref _peers);
            }
        }
    }
}
