using System.Buffers;
using PayHub.Protocol.Replies;

namespace PayHub.Tests.Protocol;

/// <summary>docs/protocol.md, "Answers": the exact bytes.</summary>
public sealed class ReplyTests
{
    [Fact]
    public void Fixed_lines()
    {
        Assert.Equal("100 OK\r\n"u8, Reply.Ok);
        Assert.Equal("210 FAIL\r\n"u8, Reply.Fail);
        Assert.Equal("220 AUTH_FAIL\r\n"u8, Reply.AuthFail);
        Assert.Equal("240 BAD_REQUEST\r\n"u8, Reply.BadRequest);
        Assert.Equal("429 TOO_MANY\r\n"u8, Reply.TooMany);
        Assert.Equal("Bye\r\n"u8, Reply.Bye);
        Assert.Equal("Transfer OK!\r\n"u8, Reply.TransferOk);
        Assert.Equal("Transfer Fail!\r\n"u8, Reply.TransferFail);
    }

    [Fact]
    public void The_list_of_one()
    {
        var output = new ArrayBufferWriter<byte>();
        AccountListWriter.WriteHead(output, 10_000, "MIIB"u8, 1);
        AccountListWriter.WriteLine(output, "alice", "127.0.0.1", 7001);

        Assert.Equal("10000\r\nMIIB\r\n1\r\nalice#127.0.0.1#7001\r\n"u8, output.WrittenSpan);
    }

    [Theory]
    [InlineData(0, 0, "0\r\nk\r\n0\r\n")]
    [InlineData(9_000_000_000_000_000_000, 20_000, "9000000000000000000\r\nk\r\n20000\r\n")]
    [InlineData(long.MinValue, int.MaxValue, "-9223372036854775808\r\nk\r\n2147483647\r\n")]
    public void The_head_has_bare_numbers(long balance, int count, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        AccountListWriter.WriteHead(output, balance, "k"u8, count);

        Assert.Equal(Bytes.Of(expected), output.WrittenSpan.ToArray());
    }

    [Fact]
    public void An_address_of_version_6_stands_as_it_is()
    {
        var output = new ArrayBufferWriter<byte>();
        AccountListWriter.WriteLine(output, "bob", "2001:db8::1", 65535);

        Assert.Equal("bob#2001:db8::1#65535\r\n"u8, output.WrittenSpan);
    }

    [Fact]
    public void A_line_may_have_the_longest_name_address_and_port()
    {
        var (name, ip) = (new string('n', 32), "2001:0db8:1111:2222:3333:4444:5555:6666");
        var output = new ArrayBufferWriter<byte>(1);
        AccountListWriter.WriteLine(output, name, ip, 65535);

        Assert.Equal(Bytes.Of($"{name}#{ip}#65535\r\n"), output.WrittenSpan.ToArray());
    }
}
