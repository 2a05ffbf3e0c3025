using System.Buffers;

namespace PayHub.Protocol.Framing;

/// <summary>Cuts messages off the front of a client's byte stream: by the classic rules, or by lines.</summary>
public interface IFramer
{
    /// <summary>Takes the next message off the front of <paramref name="buffer"/>, skipping empty ones.</summary>
    FrameStatus TryRead(ref ReadOnlySequence<byte> buffer, out Frame frame);
}
