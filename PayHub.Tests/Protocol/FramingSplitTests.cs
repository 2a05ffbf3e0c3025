namespace PayHub.Tests.Protocol;

/// <summary>Where the network cuts the stream never matters.</summary>
public sealed class FramingSplitTests
{
    private const string Stream = "REGISTER#alice\r\nalice#7001\nList\0\0bob#12#alice\rExit\n";

    private static readonly string[] Messages = ["REGISTER#alice", "alice#7001", "List", "bob#12#alice", "Exit"];

    [Fact]
    public void Every_cut_into_three_reads_gives_the_same_messages()
    {
        foreach (var (first, second, third) in Cuts(Stream))
            Assert.Equal(Messages, new FramerConnection().Read(first).Read(second).Read(third).Gap().Texts);
    }

    [Fact]
    public void Every_cut_into_three_segments_of_one_read_gives_the_same_messages()
    {
        foreach (var (first, second, third) in Cuts(Stream))
            Assert.Equal(Messages, new FramerConnection().Read(first, second, "", third).Texts);
    }

    [Fact]
    public void One_byte_at_a_time_gives_the_same_messages()
    {
        var connection = new FramerConnection();
        foreach (var character in Stream)
            connection.Read(character.ToString());

        Assert.Equal(Messages, connection.Texts);
    }

    [Fact]
    public void Every_cut_of_an_unterminated_message_gives_one_message()
    {
        foreach (var (first, second, third) in Cuts("alice#1000#bob"))
            Assert.Equal(["alice#1000#bob"], new FramerConnection().Read(first).Read(second).Read(third).Gap().Texts);
    }

    private static IEnumerable<(string First, string Second, string Third)> Cuts(string text)
    {
        for (var i = 0; i <= text.Length; i++)
        {
            for (var j = i; j <= text.Length; j++)
                yield return (text[..i], text[i..j], text[j..]);
        }
    }
}
