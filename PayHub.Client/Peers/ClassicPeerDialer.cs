using System.Net.Sockets;
using System.Text;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Requests;

namespace PayHub.Client.Peers;

/// <summary>Brings an unsigned payment to its payee's wallet, in clear. Called on the owner's command only (docs/protocol.md, "Peer links").</summary>
internal static class ClassicPeerDialer
{
    /// <summary>Connects, sends the payment, closes.</summary>
    /// <returns>Null when it was sent, else what went wrong.</returns>
    public static async Task<string?> SendAsync(OnlineAccount payee, PaymentRequest payment, TimeSpan timeout, CancellationToken cancel)
    {
        // C payees take what they read for a string: the NUL ends it.
        var message = Encoding.ASCII.GetBytes($"{payment.ToText()}\0");
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(timeout);
        try
        {
            using var socket = new Socket(payee.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(payee.Address, payee.Port, time.Token);
            await socket.SendAsync(message, time.Token);
            socket.Shutdown(SocketShutdown.Send);
            return null;
        }
        catch (SocketException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"no answer within {timeout.TotalSeconds} s";
        }
    }
}
