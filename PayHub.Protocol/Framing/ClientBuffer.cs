using System.Buffers;

namespace PayHub.Protocol.Framing;

/// <summary>
/// What a C client's send buffer holds, as far as it showed: clients that write more bytes than their message has send the
/// tail of an earlier one behind the NUL, and such a tail must not be obeyed (docs/protocol.md, "Behind a NUL").
/// </summary>
internal sealed class ClientBuffer
{
    private const int Capacity = MessageFramer.MaxMessageBytes + 1;

    private byte[] _bytes = [];
    private int _known;
    private int _tail;

    /// <summary>Notes that a message was written at the start of the buffer, as every write of its own is.</summary>
    public void Record(in ReadOnlySequence<byte> message, bool terminated)
    {
        // An empty message is one more terminator behind the last one: the tail begins a byte later.
        var start = message.IsEmpty ? _tail : 0;
        var end = start + (int)message.Length + (terminated ? 1 : 0);
        if (end > Capacity)
            return;
        Reserve(end);
        message.CopyTo(_bytes.AsSpan(start));
        if (terminated)
            _bytes[end - 1] = 0;
        _tail = end;
        _known = Math.Max(_known, end);
    }

    /// <summary>Whether the buffer already held just these bytes at the place behind the last message's terminator.</summary>
    public bool HoldsAtTail(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.Length > _known - _tail)
            return false;
        var place = _bytes.AsSpan(_tail, (int)bytes.Length);
        foreach (var segment in bytes)
        {
            if (!place.StartsWith(segment.Span))
                return false;
            place = place[segment.Length..];
        }
        return true;
    }

    private void Reserve(int length)
    {
        if (length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Clamp(length * 2, 64, Capacity));
    }
}
