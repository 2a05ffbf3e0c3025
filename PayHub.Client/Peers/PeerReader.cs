using System.Buffers;
using System.Net.Sockets;
using PayHub.Client.Session;
using PayHub.Protocol.Framing;
using PayHub.Protocol.Requests;

namespace PayHub.Client.Peers;

/// <summary>Reads the payments that one classic peer sends (docs/protocol.md, "Framing" and "Payments"). Whatever else it sends is dropped.</summary>
internal sealed class PeerReader(Socket peer, string account, WalletLimits limits, Action<PaymentRequest> offer)
{
    private readonly byte[] _bytes = new byte[limits.MaxPeerBytes];
    private readonly MessageFramer _framer = new();
    private int _start;
    private int _end;

    private ReadOnlySequence<byte> Unread => new(_bytes, _start, _end - _start);

    /// <summary>Reads until the peer ends its stream, or has sent all that it may.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">The peer's time is up, or the wallet stops.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (_end < _bytes.Length)
        {
            var received = await ReceiveAsync(cancel);
            if (received > 0)
                TakeMessages(received.Value);
            else
                TakeUnterminated();
            if (received == 0)
                return;
        }
    }

    // Null: nothing more came for the gap.
    private async Task<int?> ReceiveAsync(CancellationToken cancel)
    {
        using var gap = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (_start < _end)
            gap.CancelAfter(limits.UnterminatedGap);
        try
        {
            return await peer.ReceiveAsync(_bytes.AsMemory(_end), SocketFlags.None, gap.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    private void TakeMessages(int received)
    {
        _end += received;
        var buffer = Unread;
        _framer.BeginRead(buffer);
        while (_framer.TryRead(ref buffer, out var frame) == FrameStatus.Message)
            Take(frame);
        _start = _end - (int)buffer.Length;
    }

    // Real payers send no terminator and close at once. That their last byte was the payment's last shows in the payee: a
    // payment cut short would name somebody else.
    private void TakeUnterminated()
    {
        var buffer = Unread;
        if (!buffer.IsEmpty && _framer.TryReadAfterGap(ref buffer, out var frame))
            Take(frame);
        _start = _end;
    }

    private void Take(Frame frame)
    {
        if (RequestParser.Parse(frame.Bytes) is PaymentRequest payment
            && payment.Payee.Equals(account, StringComparison.OrdinalIgnoreCase)
            && !payment.Payer.Equals(account, StringComparison.OrdinalIgnoreCase))
            offer(payment);
    }
}
