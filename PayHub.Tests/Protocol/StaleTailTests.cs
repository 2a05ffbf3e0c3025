using PayHub.Protocol.Framing;

namespace PayHub.Tests.Protocol;

/// <summary>docs/protocol.md, "Behind a NUL": tails of the client's own buffer are dropped, messages are obeyed.</summary>
public sealed class StaleTailTests
{
    private readonly FramerConnection _connection = new();

    [Fact]
    public void A_tail_of_the_message_before_is_dropped()
    {
        _connection.Read("REGISTER#alice\0").Read("List\0TER#alice").Gap();

        Assert.Equal(["REGISTER#alice", "List"], _connection.Texts);
        Assert.Empty(_connection.Unconsumed);
    }

    [Fact]
    public void A_tail_is_dropped_however_it_is_segmented()
    {
        const string sent = "List\0TER#alice";
        for (var first = 1; first < sent.Length; first++)
        {
            for (var second = first; second < sent.Length; second++)
            {
                var connection = new FramerConnection().Read("REGISTER#alice\0");
                connection.Read(sent[..first]).Read(sent[first..second]).Read(sent[second..]).Gap();
                Assert.Equal(["REGISTER#alice", "List"], connection.Texts);
            }
        }
    }

    [Fact]
    public void Every_beginning_of_a_tail_is_dropped()
    {
        for (var length = 1; length <= "TER#alice".Length; length++)
        {
            var connection = new FramerConnection().Read("REGISTER#alice\0").Read("List\0" + "TER#alice"[..length]).Gap();
            Assert.Equal(["REGISTER#alice", "List"], connection.Texts);
        }
    }

    [Fact]
    public void A_tail_outlives_several_shorter_messages()
    {
        _connection.Read("REGISTER#alicia\0").Read("alicia#7001\0").Read("List\0").Read("Exit\0a#7001").Gap();
        Assert.Equal(["REGISTER#alicia", "alicia#7001", "List", "Exit"], _connection.Texts);

        _connection.Read("carol#7001\0\0cia").Gap();
        Assert.Equal("carol#7001", _connection.Heard[^1].Text);
    }

    [Fact]
    public void A_tail_that_looks_like_a_payment_is_dropped()
    {
        _connection.Read("alicia#5#bob\0").Read("List\0a#5#bob").Gap();

        Assert.Equal(["alicia#5#bob", "List"], _connection.Texts);
    }

    [Fact]
    public void A_tail_of_a_message_that_had_no_terminator_is_dropped()
    {
        _connection.Read("alicia#5#bob").Gap().Read("List\0a#5#bob").Gap();

        Assert.Equal(["alicia#5#bob", "List"], _connection.Texts);
    }

    [Fact]
    public void A_tail_behind_two_NUL_begins_a_byte_later()
    {
        _connection.Read("REGISTER#alice\0").Read("List\0\0ER#alice").Gap();

        Assert.Equal(["REGISTER#alice", "List"], _connection.Texts);
    }

    [Fact]
    public void Garbage_that_the_client_never_sent_is_marked_as_behind_a_NUL()
    {
        _connection.Read("List\0Plea").Gap();

        Assert.Equal([new Heard("List", FrameEnd.Terminated), new Heard("Plea", FrameEnd.GapBehindNul)], _connection.Heard);
    }

    [Fact]
    public void A_payment_behind_a_NUL_is_heard()
    {
        _connection.Read("REGISTER#bob\0").Read("bob#7002\0").Read("List\0alice#10#bob").Gap();

        Assert.Equal(new Heard("alice#10#bob", FrameEnd.GapBehindNul), _connection.Heard[^1]);
    }

    [Fact]
    public void The_same_payment_behind_a_NUL_is_heard_each_time()
    {
        _connection.Read("List\0alice#10#bob").Gap().Read("List\0").Read("alice#10#bob").Gap().Read("List\0alice#10#bob").Gap();

        Assert.Equal(3, _connection.Texts.Count(text => text == "alice#10#bob"));
    }

    [Fact]
    public void A_message_that_is_longer_than_the_tail_is_heard()
    {
        _connection.Read("alicia#5#bob\0").Read("List\0a#5#bobby").Gap();

        Assert.Equal(new Heard("a#5#bobby", FrameEnd.GapBehindNul), _connection.Heard[^1]);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    public void Only_NUL_leaves_a_tail(string terminator)
    {
        _connection.Read("REGISTER#alice" + terminator).Read("List" + terminator + "TER#alice").Gap();

        Assert.Equal(new Heard("TER#alice", FrameEnd.Gap), _connection.Heard[^1]);
    }

    [Fact]
    public void After_a_gap_what_comes_next_is_no_longer_behind_the_NUL()
    {
        _connection.Read("REGISTER#alice\0").Read("List\0TER#alice").Gap().Read("TER#alice").Gap();

        Assert.Equal(new Heard("TER#alice", FrameEnd.Gap), _connection.Heard[^1]);
    }

    [Fact]
    public void A_lone_verb_behind_a_NUL_runs_at_once()
    {
        _connection.Read("alice#7001\0").Read("List");

        Assert.Equal(new Heard("List", FrameEnd.Terminated), _connection.Heard[^1]);
    }

    [Fact]
    public void A_lone_verb_that_may_be_the_start_of_a_tail_waits()
    {
        _connection.Read("alicaExit#7001\0").Read("List\0").Read("Exit");
        Assert.Equal(["alicaExit#7001", "List"], _connection.Texts);

        _connection.Read("#7001").Gap();
        Assert.Equal(["alicaExit#7001", "List"], _connection.Texts);
    }
}
