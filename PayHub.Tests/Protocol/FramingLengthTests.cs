using PayHub.Protocol.Framing;

namespace PayHub.Tests.Protocol;

/// <summary>docs/protocol.md, "Limits": a message has at most 8,192 bytes, its terminator not counted.</summary>
public sealed class FramingLengthTests
{
    private static readonly string Longest = new('x', MessageFramer.MaxMessageBytes);

    private readonly FramerConnection _connection = new();

    [Fact]
    public void The_limit_is_8192() => Assert.Equal(8192, Longest.Length);

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\0")]
    public void A_message_of_8192_bytes_is_a_message(string terminator)
    {
        _connection.Read(Longest + terminator).Read(Longest + terminator + "List" + terminator);

        Assert.Equal([Longest, Longest, "List"], _connection.Texts);
        Assert.False(_connection.IsTooLong);
    }

    [Fact]
    public void Unterminated_8192_bytes_are_a_message_at_the_gap()
    {
        _connection.Read(Longest);
        Assert.False(_connection.IsTooLong);

        _connection.Gap();
        Assert.Equal([Longest], _connection.Texts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\0List\0")]
    public void A_message_of_8193_bytes_is_too_long(string end)
    {
        _connection.Read(Longest + "x" + end);

        Assert.True(_connection.IsTooLong);
        Assert.Empty(_connection.Heard);
    }

    [Fact]
    public void The_8193rd_byte_may_come_alone()
    {
        _connection.Read(Longest[1..]).Read("x");
        Assert.False(_connection.IsTooLong);

        _connection.Read("x");
        Assert.True(_connection.IsTooLong);
    }

    [Fact]
    public void The_terminator_may_come_after_8192_bytes()
    {
        _connection.Read(Longest).Read("\n");

        Assert.Equal([Longest], _connection.Texts);
    }

    [Fact]
    public void Messages_before_one_that_is_too_long_are_heard()
    {
        _connection.Read("List\n", "Exit\n", Longest, "x\n");

        Assert.Equal(["List", "Exit"], _connection.Texts);
        Assert.True(_connection.IsTooLong);
    }

    [Fact]
    public void Many_short_messages_may_have_more_bytes_together()
    {
        _connection.Read(string.Concat(Enumerable.Repeat("alice#1#bob\n", 2000)));

        Assert.Equal(2000, _connection.Heard.Count);
    }

    [Fact]
    public void Padding_may_be_longer_than_a_message()
    {
        _connection.Read("alice#1#bob".PadRight(20_000, '\0')).Read("bob#2#alice").Gap();

        Assert.Equal(["alice#1#bob", "bob#2#alice"], _connection.Texts);
    }
}
