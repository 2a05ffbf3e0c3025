using System.Buffers;
using CsCheck;
using PayHub.Protocol.Framing;

namespace PayHub.Tests.Protocol;

/// <summary>The TLS endpoint's framing, however the bytes are cut on their way.</summary>
public sealed class LineFramerTests
{
    // Few different bytes, so that terminators stand side by side often.
    private static readonly Gen<string> Sent = Gen.Int[0, 4].Select(i => "a#\r\n\0"[i]).Array[0, 60].Select(bytes => new string(bytes));

    [Fact]
    public void Messages_are_what_stands_before_each_line_feed_wherever_the_bytes_are_cut() =>
        Gen.Select(Sent, Gen.Int[1, 7].Array[1, 60]).Sample((sent, pieces) => Assert.Equal(Model(sent), Frame(sent, pieces)));

    [Theory]
    [InlineData(MessageFramer.MaxMessageBytes, "", FrameStatus.NeedMore)]
    [InlineData(MessageFramer.MaxMessageBytes, "\r", FrameStatus.NeedMore)]
    [InlineData(MessageFramer.MaxMessageBytes, "\r\n", FrameStatus.Message)]
    [InlineData(MessageFramer.MaxMessageBytes, "\n", FrameStatus.Message)]
    [InlineData(MessageFramer.MaxMessageBytes + 1, "", FrameStatus.TooLong)]
    [InlineData(MessageFramer.MaxMessageBytes + 1, "\r\n", FrameStatus.TooLong)]
    [InlineData(MessageFramer.MaxMessageBytes, "\r\r", FrameStatus.TooLong)]
    public void A_message_has_8192_bytes_at_most(int length, string behind, FrameStatus status)
    {
        var buffer = new ReadOnlySequence<byte>(Bytes.Of(new string('x', length) + behind));
        Assert.Equal(status, new LineFramer().TryRead(ref buffer, out _));
    }

    private static List<string> Model(string sent) =>
        [.. sent.Split('\n').SkipLast(1).Select(line => line.EndsWith('\r') ? line[..^1] : line).Where(line => line.Length > 0)];

    // As the read loop does it: what is unfinished comes again, with more behind it.
    private static List<string> Frame(string sent, int[] pieces)
    {
        var framer = new LineFramer();
        var messages = new List<string>();
        var start = 0;
        for (var (arrived, i) = (0, 0); arrived < sent.Length; i++)
        {
            arrived = Math.Min(sent.Length, arrived + pieces[i % pieces.Length]);
            // A segment a byte: whatever the framer looks at may lie across segments.
            var buffer = Bytes.Segmented(sent[start..arrived].Select(c => c.ToString()));
            while (framer.TryRead(ref buffer, out var frame) == FrameStatus.Message)
                messages.Add(Bytes.Text(frame.Bytes));
            start = arrived - (int)buffer.Length;
        }
        return messages;
    }
}
