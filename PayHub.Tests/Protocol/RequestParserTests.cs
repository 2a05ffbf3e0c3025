using PayHub.Protocol.Requests;

namespace PayHub.Tests.Protocol;

/// <summary>docs/protocol.md, "Messages": which bytes are which request.</summary>
public sealed class RequestParserTests
{
    private const string Name32 = "abcdefghijklmnopqrstuvwxyz.-_012";

    [Theory]
    [InlineData("alice")]
    [InlineData("A")]
    [InlineData("9lives")]
    [InlineData("a.b_c-d")]
    [InlineData(Name32)]
    public void REGISTER_with_a_name(string name) => Assert.Equal(new RegisterRequest(name), Parse("REGISTER#" + name));

    [Theory]
    [InlineData("")]
    [InlineData(" alice")]
    [InlineData("alice ")]
    [InlineData("-alice")]
    [InlineData(".alice")]
    [InlineData("al ice")]
    [InlineData("alice#7001")]
    [InlineData("alice#")]
    [InlineData("Register")]
    [InlineData("list")]
    [InlineData(Name32 + "3")]
    public void REGISTER_without_a_name_is_still_a_registration(string name) =>
        Assert.Equal(new RegisterRequest(null), Parse("REGISTER#" + name));

    [Theory]
    [InlineData("alice#1", "alice", 1)]
    [InlineData("alice#7001", "alice", 7001)]
    [InlineData("Bob.2#65535", "Bob.2", 65535)]
    public void Login(string message, string name, int port) => Assert.Equal(new LoginRequest(name, port), Parse(message));

    [Fact]
    public void List_and_Exit()
    {
        Assert.Same(ListRequest.Instance, Parse("List"));
        Assert.Same(ExitRequest.Instance, Parse("Exit"));
    }

    [Theory]
    [InlineData("alice#1#bob", "alice", 1, "bob")]
    [InlineData("alice#999999999999999999#bob", "alice", 999_999_999_999_999_999, "bob")]
    [InlineData("a#10#A", "a", 10, "A")]
    [InlineData("bob#5#bob", "bob", 5, "bob")]
    public void Payment(string message, string payer, long amount, string payee) =>
        Assert.Equal(new PaymentRequest(payer, amount, payee), Parse(message));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("#")]
    [InlineData("##")]
    [InlineData("alice")]
    [InlineData("Plea")]
    [InlineData("?")]
    [InlineData("list")]
    [InlineData("LIST")]
    [InlineData("List ")]
    [InlineData(" List")]
    [InlineData("List#")]
    [InlineData("List#7001")]
    [InlineData("exit")]
    [InlineData("Exit#1#bob")]
    [InlineData("REGISTER")]
    [InlineData("register#alice")]
    [InlineData("Register#7001")]
    [InlineData("REGISTER#al\tice")]
    [InlineData("REGISTER#\u00e9ve")]
    [InlineData("alice#")]
    [InlineData("alice#0")]
    [InlineData("alice#07001")]
    [InlineData("alice#65536")]
    [InlineData("alice#99999")]
    [InlineData("alice#700100")]
    [InlineData("alice#-1")]
    [InlineData("alice#+1")]
    [InlineData("alice# 7001")]
    [InlineData("alice#7001 ")]
    [InlineData("alice#7x")]
    [InlineData("#7001")]
    [InlineData("ping#7001")]
    [InlineData("alice#0#bob")]
    [InlineData("alice#-5#bob")]
    [InlineData("alice#+5#bob")]
    [InlineData("alice#05#bob")]
    [InlineData("alice#5.0#bob")]
    [InlineData("alice#5e3#bob")]
    [InlineData("alice#5x#bob")]
    [InlineData("alice#x5#bob")]
    [InlineData("alice# 5#bob")]
    [InlineData("alice##bob")]
    [InlineData("alice#1000000000000000000#bob")]
    [InlineData("alice#18446744073709551621#bob")]
    [InlineData("alice#5#")]
    [InlineData("#5#bob")]
    [InlineData("alice#5#bob#")]
    [InlineData("alice#5#bob#1")]
    [InlineData("alice#5#HISTORY")]
    [InlineData("request#5#bob")]
    [InlineData("al ice#5#bob")]
    [InlineData("alice#5#b\u00f6b")]
    [InlineData("alice#5#bob\t")]
    [InlineData("alice#5#bob\u007f")]
    [InlineData("alice#5#bob\0")]
    public void Whatever_is_none_of_this_is_malformed(string message) => Assert.Same(MalformedRequest.Instance, Parse(message));

    private static Request Parse(string message) => RequestParser.Parse(Bytes.Of(message));
}
