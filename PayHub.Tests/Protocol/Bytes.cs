using System.Buffers;
using System.Text;

namespace PayHub.Tests.Protocol;

/// <summary>Wire bytes from and to strings, one byte a character, and sequences of several segments.</summary>
internal static class Bytes
{
    public static byte[] Of(string text) => Encoding.Latin1.GetBytes(text);

    public static string Text(in ReadOnlySequence<byte> bytes) => Encoding.Latin1.GetString(bytes);

    /// <summary>One sequence whose segments are the parts, empty ones included.</summary>
    public static ReadOnlySequence<byte> Segmented(params IEnumerable<string> parts)
    {
        Segment? first = null, last = null;
        foreach (var part in parts)
        {
            last = last is null ? new Segment(Of(part), 0) : last.Append(Of(part));
            first ??= last;
        }
        return first is null ? default : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, long start)
        {
            Memory = bytes;
            RunningIndex = start;
        }

        public Segment Append(byte[] bytes)
        {
            var next = new Segment(bytes, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
