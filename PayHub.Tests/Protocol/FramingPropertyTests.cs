using CsCheck;
using PayHub.Protocol.Framing;

namespace PayHub.Tests.Protocol;

/// <summary>The framer against the naive model, and against what must hold for any bytes in any segmentation.</summary>
public sealed class FramingPropertyTests
{
    private const string GapStep = "<gap>";

    private static readonly Gen<string> Piece = Gen.Frequency(
        (6, Gen.OneOf("List", "Exit", "alicia#5#bob", "a#5#bob", "REGISTER#alice", "TER#alice", "#5#bob", "alice#7001", "x")),
        (5, Gen.OneOf("\0", "\0", "\n", "\r", "\r\n")),
        (2, Gen.Byte.Array[0, 6].Select(bytes => string.Concat(bytes.Select(b => (char)b)))));

    private static readonly Gen<string[]> Steps = Gen.Frequency(
        (5, Piece),
        (3, Gen.Select(Piece, Piece, (first, second) => first + second)),
        (2, Gen.Const(GapStep))).Array[1, 16];

    private static readonly Gen<byte[][][]> Reads = Gen.Byte.Array[0, 6000].Array[0, 6].Array[1, 6];

    [Fact]
    public void The_framer_does_what_the_naive_model_does() => Steps.Sample(steps =>
    {
        var model = new NaiveFraming();
        foreach (var step in steps)
        {
            if (step == GapStep)
                model.Gap();
            else
                model.Read(step);
        }
        Assert.Equal(model.Heard, Play(steps).Heard);
    }, iter: 20_000);

    [Fact]
    public void No_byte_is_lost_or_invented() => Steps.Sample(steps =>
    {
        var connection = Play(steps);
        var sent = string.Concat(steps.Where(step => step != GapStep)).Where(c => c is not ('\n' or '\r' or '\0'));

        Assert.Equal(string.Concat(sent), connection.Taken + connection.Unconsumed);
    }, iter: 20_000);

    [Fact]
    public void Only_bytes_that_wait_behind_a_NUL_are_ever_dropped() => Steps.Sample(steps =>
    {
        var connection = Play(steps.Select(step => step == GapStep ? step : step.Replace('\0', '\n')));

        Assert.Equal(connection.Taken, string.Concat(connection.Texts));
    }, iter: 5_000);

    [Fact]
    public void Terminated_messages_come_out_whatever_the_segmentation() => Gen.Select(
        Gen.Char["aZ9#.-"].Array[5, 40].Select(chars => new string(chars)).Array[1, 6],
        Gen.OneOf("\n", "\r", "\r\n", "\0", "\n\n"),
        Gen.Int[1, 7]).Sample((messages, terminator, size) =>
    {
        var connection = new FramerConnection();
        foreach (var chunk in string.Concat(messages.Select(message => message + terminator)).Chunk(size))
            connection.Read(new string(chunk));

        Assert.Equal(messages.Select(message => new Heard(message, FrameEnd.Terminated)), connection.Heard);
    }, iter: 5_000);

    [Fact]
    public void Arbitrary_bytes_in_arbitrary_segments_never_throw() => Reads.Sample(reads =>
    {
        var connection = new FramerConnection();
        foreach (var read in reads)
        {
            connection.Read(read.Select(part => string.Concat(part.Select(b => (char)b))));
            if (read.Length % 2 == 0)
                connection.Gap();
        }
        Assert.All(connection.Heard, heard => Assert.InRange(heard.Text.Length, 1, MessageFramer.MaxMessageBytes));
        Assert.All(connection.Texts, text => Assert.Equal(-1, text.IndexOfAny(['\n', '\r', '\0'])));
    }, iter: 300);

    private static FramerConnection Play(IEnumerable<string> steps)
    {
        var connection = new FramerConnection();
        foreach (var step in steps)
            _ = step == GapStep ? connection.Gap() : connection.Read(step);
        return connection;
    }
}
