using System.Buffers;

namespace PayHub.Protocol.Framing;

/// <summary>
/// Cuts a client's byte stream into messages by the classic rules (docs/protocol.md, "Framing"). One framer serves one
/// connection and is not thread-safe. It keeps no bytes of unfinished messages: those stay in the caller's buffer.
/// </summary>
/// <remarks>
/// Use, for each read: <see cref="BeginRead"/> once, then <see cref="TryRead"/> until it gives no message. When the buffer still
/// holds bytes and nothing more came for the gap, <see cref="TryReadAfterGap"/>. After <see cref="FrameStatus.TooLong"/> there is
/// no next message: the connection closes.
/// </remarks>
public sealed class MessageFramer : IFramer
{
    /// <summary>The most bytes of one message, its terminator not counted.</summary>
    public const int MaxMessageBytes = 8192;

    private readonly ClientBuffer _clientBuffer = new();
    private bool _holdsUnfinished;
    private bool _readIsOneVerb;
    private bool _behindNul;

    private static ReadOnlySpan<byte> Terminators => "\n\r\0"u8;

    /// <summary>Announces what one read brought: everything not yet consumed, the unfinished bytes of earlier reads first.</summary>
    public void BeginRead(in ReadOnlySequence<byte> buffer) =>
        _readIsOneVerb = !_holdsUnfinished && IsListOrExit(buffer) && !IsStaleTail(buffer);

    /// <summary>Takes the next message off the front of <paramref name="buffer"/>, skipping empty ones.</summary>
    public FrameStatus TryRead(ref ReadOnlySequence<byte> buffer, out Frame frame)
    {
        if (_readIsOneVerb)
            return TakeLoneVerb(ref buffer, out frame);

        while (TryFindTerminator(buffer, out var end))
        {
            var message = buffer.Slice(0, end);
            var terminator = buffer.Slice(end).FirstSpan[0];
            if (message.Length > MaxMessageBytes)
                break;
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            _clientBuffer.Record(message, terminated: true);
            _behindNul = terminator == 0;
            if (message.IsEmpty)
                continue;
            frame = new Frame(message, FrameEnd.Terminated);
            return FrameStatus.Message;
        }

        frame = default;
        _holdsUnfinished = !buffer.IsEmpty;
        return buffer.Length > MaxMessageBytes ? FrameStatus.TooLong : FrameStatus.NeedMore;
    }

    /// <summary>Takes the unterminated bytes as a message: nothing more has come for the gap.</summary>
    /// <returns>
    /// False where there are no bytes, or where they are only a stale tail of the client's own buffer: that is consumed too.
    /// </returns>
    public bool TryReadAfterGap(ref ReadOnlySequence<byte> buffer, out Frame frame)
    {
        frame = default;
        if (buffer.IsEmpty)
            return false;
        var message = buffer;
        var end = _behindNul ? FrameEnd.GapBehindNul : FrameEnd.Gap;
        var isStale = IsStaleTail(message);
        buffer = buffer.Slice(buffer.End);
        _behindNul = _holdsUnfinished = false;
        if (isStale)
            return false;
        // Behind a NUL too, this was a write of its own: taken for a part of the one before, the same payment passed on a
        // second time would look stale.
        _clientBuffer.Record(message, terminated: false);
        frame = new Frame(message, end);
        return true;
    }

    // A client that sends no terminators must not wait for the gap each time that it asks for the list. Nothing else may run
    // before the gap: a payment run early can name the wrong payee.
    private FrameStatus TakeLoneVerb(ref ReadOnlySequence<byte> buffer, out Frame frame)
    {
        _readIsOneVerb = false;
        frame = new Frame(buffer, FrameEnd.Terminated);
        _clientBuffer.Record(buffer, terminated: false);
        _behindNul = false;
        buffer = buffer.Slice(buffer.End);
        return FrameStatus.Message;
    }

    private bool IsStaleTail(in ReadOnlySequence<byte> bytes) => _behindNul && _clientBuffer.HoldsAtTail(bytes);

    private static bool TryFindTerminator(in ReadOnlySequence<byte> buffer, out SequencePosition end)
    {
        if (buffer.IsSingleSegment)
        {
            var index = buffer.FirstSpan.IndexOfAny(Terminators);
            end = index < 0 ? default : buffer.GetPosition(index);
            return index >= 0;
        }
        var reader = new SequenceReader<byte>(buffer);
        var found = reader.TryReadToAny(out ReadOnlySequence<byte> _, Terminators, advancePastDelimiter: false);
        end = reader.Position;
        return found;
    }

    private static bool IsListOrExit(in ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length != 4)
            return false;
        Span<byte> word = stackalloc byte[4];
        buffer.CopyTo(word);
        return word.SequenceEqual("List"u8) || word.SequenceEqual("Exit"u8);
    }
}
