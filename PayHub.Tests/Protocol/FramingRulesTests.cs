using PayHub.Protocol.Framing;

namespace PayHub.Tests.Protocol;

/// <summary>docs/protocol.md, "Framing": where a message ends.</summary>
public sealed class FramingRulesTests
{
    private readonly FramerConnection _connection = new();

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    [InlineData("\0")]
    public void A_terminator_ends_a_message(string terminator)
    {
        _connection.Read("alice#7001" + terminator);

        Assert.Equal([new Heard("alice#7001", FrameEnd.Terminated)], _connection.Heard);
        Assert.Empty(_connection.Unconsumed);
    }

    [Theory]
    [InlineData("\n\n\r\n\r\r\0\0\n")]
    [InlineData("\0")]
    public void Empty_messages_are_nothing(string blanks)
    {
        _connection.Read(blanks + "List" + blanks + "Exit" + blanks);

        Assert.Equal(["List", "Exit"], _connection.Texts);
    }

    [Fact]
    public void A_message_padded_with_NUL_is_one_message()
    {
        _connection.Read("alice#1#bob".PadRight(1024, '\0')).Read("List".PadRight(1024, '\0')).Gap();

        Assert.Equal(["alice#1#bob", "List"], _connection.Texts);
    }

    [Fact]
    public void The_LF_of_a_CR_LF_that_comes_later_is_nothing()
    {
        _connection.Read("REGISTER#alice\r").Read("\nalice#7001\r").Gap().Read("\n").Gap();

        Assert.Equal(["REGISTER#alice", "alice#7001"], _connection.Texts);
    }

    [Fact]
    public void Several_messages_in_one_read_come_in_order()
    {
        _connection.Read("REGISTER#alice\nalice#7001\0List\rExit\r\n");

        Assert.Equal(["REGISTER#alice", "alice#7001", "List", "Exit"], _connection.Texts);
    }

    [Fact]
    public void Bytes_without_a_terminator_become_a_message_at_the_gap()
    {
        _connection.Read("alice#7001");
        Assert.Empty(_connection.Heard);

        _connection.Gap();
        Assert.Equal([new Heard("alice#7001", FrameEnd.Gap)], _connection.Heard);
        Assert.Empty(_connection.Unconsumed);
    }

    [Fact]
    public void Pieces_with_no_gap_between_them_are_one_message()
    {
        _connection.Read("alice").Read("#10").Read("00#bob").Gap();

        Assert.Equal(["alice#1000#bob"], _connection.Texts);
    }

    [Fact]
    public void A_gap_with_nothing_waiting_is_nothing()
    {
        var buffer = Bytes.Segmented("");

        Assert.False(new MessageFramer().TryReadAfterGap(ref buffer, out _));
    }

    [Theory]
    [InlineData("List")]
    [InlineData("Exit")]
    public void A_lone_List_or_Exit_runs_at_once(string verb)
    {
        _connection.Read(verb).Read(verb);

        Assert.Equal([new Heard(verb, FrameEnd.Terminated), new Heard(verb, FrameEnd.Terminated)], _connection.Heard);
    }

    [Fact]
    public void The_late_terminator_of_a_lone_verb_is_nothing()
    {
        _connection.Read("List").Read("\0").Read("List").Read("\r").Read("\n").Gap();

        Assert.Equal(["List", "List"], _connection.Texts);
    }

    [Fact]
    public void A_lone_verb_may_come_in_several_segments_of_one_read()
    {
        _connection.Read("Li", "", "st");

        Assert.Equal(["List"], _connection.Texts);
    }

    [Theory]
    [InlineData("alice#1000#bob")]
    [InlineData("alice#7001")]
    [InlineData("REGISTER#alice")]
    [InlineData("list")]
    [InlineData("LIST")]
    [InlineData("Lis")]
    [InlineData("List ")]
    [InlineData("Exits")]
    [InlineData("ListExit")]
    public void Nothing_else_runs_before_the_gap(string message)
    {
        _connection.Read(message);
        Assert.Empty(_connection.Heard);

        _connection.Gap();
        Assert.Equal([message], _connection.Texts);
    }

    [Fact]
    public void A_List_that_follows_unfinished_bytes_waits()
    {
        _connection.Read("x").Read("List");
        Assert.Empty(_connection.Heard);

        _connection.Gap();
        Assert.Equal(["xList"], _connection.Texts);
    }

    [Fact]
    public void A_List_that_comes_in_two_reads_waits()
    {
        _connection.Read("Li").Read("st");
        Assert.Empty(_connection.Heard);
    }

    [Fact]
    public void A_List_that_shares_its_read_with_another_message_waits()
    {
        _connection.Read("alice#7001\nList");
        Assert.Equal(["alice#7001"], _connection.Texts);

        _connection.Gap();
        Assert.Equal(["alice#7001", "List"], _connection.Texts);
    }

    [Fact]
    public void A_List_after_the_gap_is_again_into_an_empty_buffer()
    {
        _connection.Read("alice#7001").Gap().Read("List");

        Assert.Equal(["alice#7001", "List"], _connection.Texts);
    }
}
