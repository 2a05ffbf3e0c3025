using System.Buffers;

namespace PayHub.Protocol.Framing;

/// <summary>How the end of a message was found (docs/protocol.md, "Framing").</summary>
public enum FrameEnd
{
    /// <summary>LF, CR or NUL stood behind it, or it was a lone <c>List</c> or <c>Exit</c>, which needs none.</summary>
    Terminated,

    /// <summary>Nothing more came for the length of the gap.</summary>
    Gap,

    /// <summary>As <see cref="Gap"/>, and a NUL stood before it: a message, or what a client's buffer still held.</summary>
    GapBehindNul,
}

/// <summary>One message, without its terminator. Valid until the reader that lent the bytes advances.</summary>
/// <param name="Bytes">The message's bytes, never empty.</param>
/// <param name="End">How its end was found.</param>
public readonly record struct Frame(ReadOnlySequence<byte> Bytes, FrameEnd End);

/// <summary>What reading a buffer for the next message gave.</summary>
public enum FrameStatus
{
    /// <summary>No whole message is there; more bytes, or the gap, will tell.</summary>
    NeedMore,

    /// <summary>A message was taken from the buffer.</summary>
    Message,

    /// <summary>The message is longer than <see cref="MessageFramer.MaxMessageBytes"/>: answer 240 and close.</summary>
    TooLong,
}
