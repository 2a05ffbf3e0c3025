using System.Text;
using PayHub.Protocol.Replies;

namespace PayHub.Tests.Protocol;

/// <summary>docs/protocol.md, "Pushes": the exact bytes.</summary>
public sealed class PushTests
{
    [Fact]
    public void Lines()
    {
        var line = new byte[Push.MaxLength];
        Assert.Equal("* PAID#7#alice#10#9000000000000000000#aGk#some-id\r\n", Text(Push.WritePaid(line, 7, "alice", 10, 9_000_000_000_000_000_000, "hi", "some-id"), line));
        Assert.Equal("* PAID#7#alice#10#20##-\r\n", Text(Push.WritePaid(line, 7, "alice", 10, 20, null, null), line));
        Assert.Equal("* SENT#7#bob#10#20#some-id\r\n", Text(Push.WriteSent(line, 7, "bob", 10, 20, "some-id"), line));
        Assert.Equal("* REFUSED#-#bob#10#350\r\n", Text(Push.WriteRefused(line, null, "bob", 10, RefusalCode.InsufficientFunds), line));
        Assert.Equal("* FRIEND#bob#incoming\r\n", Text(Push.WriteFriend(line, "bob", "incoming"), line));
        Assert.Equal("* ONLINE#bob\r\n", Text(Push.WritePresence(line, "bob", isOnline: true), line));
        Assert.Equal("* OFFLINE#bob\r\n", Text(Push.WritePresence(line, "bob", isOnline: false), line));
        Assert.Equal("* BYE#idle\r\n", Text(Push.WriteBye(line, "idle"), line));
        Assert.Equal("* MISSED\r\n"u8, Push.Missed);
        Assert.Equal("100 OK#7#20\r\n", Text(Reply.WriteExecuted(line, 7, 20), line));
    }

    [Fact]
    public void The_longest_line_fits()
    {
        var line = new byte[Push.MaxLength];
        var memo = string.Concat(Enumerable.Repeat("\U0001F600", 200));
        var length = Push.WritePaid(line, long.MaxValue, new string('n', 32), 999_999_999_999_999_999, 9_000_000_000_000_000_000, memo, new string('i', 64));
        Assert.True(FreeText.TryDecode(Encoding.ASCII.GetBytes(Text(length, line).Split('#')[5]), out var read));
        Assert.Equal(memo, read);
    }

    [Fact]
    public void A_line_without_room_is_not_cut() =>
        Assert.Throws<ArgumentException>(() => Push.WriteSent(new byte[8], 1, "bob", 1, 1, null));

    private static string Text(int length, byte[] line) => Encoding.ASCII.GetString(line, 0, length);
}
