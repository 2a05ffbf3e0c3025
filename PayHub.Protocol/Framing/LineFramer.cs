using System.Buffers;

namespace PayHub.Protocol.Framing;

/// <summary>
/// Cuts the TLS endpoint's byte stream into messages: each ends with LF, one CR before it is dropped, empty ones are nothing
/// (docs/protocol.md, "Framing"). It keeps nothing between reads: unfinished messages stay in the caller's buffer.
/// </summary>
public sealed class LineFramer : IFramer
{
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    /// <inheritdoc/>
    public FrameStatus TryRead(ref ReadOnlySequence<byte> buffer, out Frame frame)
    {
        frame = default;
        while (buffer.PositionOf(LineFeed) is { } end)
        {
            var message = WithoutCarriageReturn(buffer.Slice(0, end));
            if (message.Length > MessageFramer.MaxMessageBytes)
                return FrameStatus.TooLong;
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            if (message.IsEmpty)
                continue;
            frame = new Frame(message, FrameEnd.Terminated);
            return FrameStatus.Message;
        }
        return WithoutCarriageReturn(buffer).Length > MessageFramer.MaxMessageBytes ? FrameStatus.TooLong : FrameStatus.NeedMore;
    }

    private static ReadOnlySequence<byte> WithoutCarriageReturn(in ReadOnlySequence<byte> line)
    {
        if (line.IsEmpty)
            return line;
        var last = line.Slice(line.Length - 1);
        return last.FirstSpan[0] == CarriageReturn ? line.Slice(0, last.Start) : line;
    }
}
