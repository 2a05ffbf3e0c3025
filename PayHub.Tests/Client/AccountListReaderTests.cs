using System.Buffers;
using System.Text;
using PayHub.Protocol.Replies;

namespace PayHub.Tests.Client;

public sealed class AccountListReaderTests
{
    [Fact]
    public void What_the_hub_writes_is_read_back()
    {
        var written = new ArrayBufferWriter<byte>();
        AccountListWriter.WriteHead(written, 9_000_000_000_000_000_000, "KEY="u8, 2);
        AccountListWriter.WriteLine(written, "alice", "127.0.0.1", 7001);
        AccountListWriter.WriteLine(written, "B.o_b-", "fe80::1", 65535);

        var reader = new AccountListReader();
        var statuses = Encoding.ASCII.GetString(written.WrittenSpan).Split("\r\n")[..^1].Select(line => Add(reader, line)).ToArray();

        Assert.All(statuses[..^1], status => Assert.Equal(AccountListStatus.NeedMore, status));
        Assert.Equal(AccountListStatus.Complete, statuses[^1]);
        var list = reader.ToList();
        Assert.Equal((9_000_000_000_000_000_000, "KEY="), (list.Balance, list.HubKey));
        Assert.Equal(["alice 127.0.0.1 7001", "B.o_b- fe80::1 65535"], list.Online.Select(a => $"{a.Name} {a.Address} {a.Port}"));
    }

    [Fact]
    public void A_list_of_nobody_ends_with_its_count()
    {
        var reader = new AccountListReader();
        Assert.Equal(AccountListStatus.NeedMore, Add(reader, "0"));
        Assert.Equal(AccountListStatus.NeedMore, Add(reader, "KEY"));
        Assert.Equal(AccountListStatus.Complete, Add(reader, "0"));
        Assert.Empty(reader.ToList().Online);
    }

    [Theory]
    [InlineData("220 AUTH_FAIL")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("9223372036854775808")]
    [InlineData("1", "")]
    [InlineData("1", "K\u001b[2J")]
    [InlineData("1", "K", "-1")]
    [InlineData("1", "K", "100001")]
    [InlineData("1", "K", "1", "alice#127.0.0.1")]
    [InlineData("1", "K", "1", "alice#127.0.0.1#0")]
    [InlineData("1", "K", "1", "alice#127.0.0.1#70000")]
    [InlineData("1", "K", "1", "alice#localhost#7001")]
    [InlineData("1", "K", "1", "al ice#127.0.0.1#7001")]
    [InlineData("1", "K", "1", "\u001b[31malice#127.0.0.1#7001")]
    [InlineData("1", "K", "1", "alice#127.0.0.1#7001#x")]
    [InlineData("1", "K", "1", "Transfer OK!")]
    public void A_line_that_cannot_stand_there_is_noticed(params string[] lines)
    {
        var reader = new AccountListReader();
        Assert.All(lines[..^1], line => Assert.Equal(AccountListStatus.NeedMore, Add(reader, line)));
        Assert.Equal(AccountListStatus.Malformed, Add(reader, lines[^1]));
    }

    private static AccountListStatus Add(AccountListReader reader, string line) => reader.Add(Encoding.Latin1.GetBytes(line));
}
