using System.Text.RegularExpressions;
using CsCheck;
using PayHub.Protocol;
using PayHub.Protocol.Requests;

namespace PayHub.Tests.Protocol;

/// <summary>Round trips, and the parser's verdict on any bytes against expressions written from the grammar alone.</summary>
public sealed class RequestParserPropertyTests
{
    private const string Reserved =
        "(?i:REGISTER|LIST|EXIT|HELLO|WHOIS|FRIENDS|FRIEND|HISTORY|PING|MSG|REQUEST|ENROL|STATUS|CANCEL)";

    private const string Name = $"(?!{Reserved}(?:#|\\z))[A-Za-z0-9][A-Za-z0-9._-]{{0,31}}";

    private const string PortNumber =
        "(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

    private static readonly (Type Kind, Regex Grammar)[] Grammars =
    [
        (typeof(RegisterRequest), new(@"\AREGISTER#[ -~]*\z")),
        (typeof(ListRequest), new(@"\AList\z")),
        (typeof(ExitRequest), new(@"\AExit\z")),
        (typeof(LoginRequest), new($@"\A{Name}#{PortNumber}\z")),
        (typeof(PaymentRequest), new($@"\A{Name}#[1-9][0-9]{{0,17}}#{Name}\z")),
        (typeof(HelloRequest), new(@"\AHELLO#PAYHUB/1\z")),
        (typeof(WhoisRequest), new($@"\AWHOIS#{Name}\z")),
        (typeof(FriendsRequest), new(@"\AFRIENDS\z")),
        (typeof(FriendRequest), new($@"\AFRIEND#(?:ADD|ACCEPT|REMOVE|BLOCK|UNBLOCK)#{Name}\z")),
        (typeof(HistoryRequest), new(@"\AHISTORY#(?:[1-9][0-9]?|1[0-9]{2}|200)(?:#[1-9][0-9]{0,17})?\z")),
        (typeof(StatusRequest), new(@"\ASTATUS#[A-Za-z0-9_-]{16,64}\z")),
        (typeof(CancelRequest), new(@"\ACANCEL#[A-Za-z0-9_-]{16,64}\z")),
        (typeof(EnrolRequest), new($@"\AENROL#{Name}#[A-Za-z0-9_-]{{1,64}}\z")),
        (typeof(PingRequest), new(@"\APING\z")),
        (typeof(SealedPaymentRequest), new(@"\A(?:[ -~-[#.]]*(?:\.[ -~-[#.]]*){4}|[ -~-[#.]]{342}==)\z")),
    ];

    private static readonly Gen<string> Field = Gen.Frequency(
        (6, Gen.OneOf("alice", "Bob.2", "a", "abcdefghijklmnopqrstuvwxyz.-_012", "abcdefghijklmnopqrstuvwxyz.-_0123")),
        (6, Gen.Long[-3, 70_000].Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        (3, Gen.OneOf("999999999999999999", "1000000000000000000", "9223372036854775808", "007", "65535", "65536", "")),
        (4, Gen.OneOf("REGISTER", "List", "Exit", "LIST", "hello", "Friends", "lists", "PINGx")),
        (6, Gen.OneOf("HELLO", "PAYHUB/1", "WHOIS", "FRIENDS", "FRIEND", "HISTORY", "STATUS", "CANCEL", "ENROL", "PING")),
        (4, Gen.OneOf("ADD", "ACCEPT", "REMOVE", "BLOCK", "UNBLOCK", "0123456789abcde", "0123456789_bcde-", new string('x', 64), new string('x', 65), "200", "201")),
        (2, Gen.OneOf("a.b.c", "....", "a.b.c.d.e", "a.b.c.d.e.f", new string('A', 342) + "==", new string('A', 343) + "=")),
        (2, Gen.Char[' ', '\u00ff'].Array[0, 4].Select(chars => new string(chars))));

    private static readonly Gen<string> Message = Field.Array[1, 4].Select(fields => string.Join('#', fields));

    [Fact]
    public void A_message_is_accepted_just_when_the_grammar_knows_it() => Message.Sample(message =>
    {
        var expected = Grammars.FirstOrDefault(grammar => grammar.Grammar.IsMatch(message)).Kind ?? typeof(MalformedRequest);
        var request = RequestParser.Parse(Bytes.Of(message));

        Assert.Equal(expected, request.GetType());
        AssertSays(message, request);
    }, iter: 50_000);

    [Fact]
    public void One_changed_byte_is_judged_by_the_grammar_too() => Gen.Select(
        Gen.OneOf(
            "REGISTER#alice", "List", "Exit", "alice#7001", "alice#1000#bob", "HELLO#PAYHUB/1", "WHOIS#alice", "FRIENDS", "FRIEND#BLOCK#bob",
            "HISTORY#200#17", "STATUS#0123456789abcdef", "CANCEL#0123456789abcdef", "ENROL#bob#c0de", "PING", "a.b.c.d.e"),
        Gen.Int[0, 100], Gen.Byte)
        .Sample((valid, place, value) =>
        {
            var bytes = Bytes.Of(valid);
            bytes[place % bytes.Length] = value;
            var message = string.Concat(bytes.Select(b => (char)b));
            var known = Grammars.Any(grammar => grammar.Grammar.IsMatch(message));

            Assert.Equal(known, RequestParser.Parse(bytes) is not MalformedRequest);
        }, iter: 20_000);

    [Fact]
    public void Segments_do_not_change_what_is_read() => Gen.Select(Message, Gen.Int[1, 5]).Sample((message, size) =>
    {
        var whole = RequestParser.Parse(Bytes.Of(message));
        var segmented = RequestParser.Parse(Bytes.Segmented(message.Chunk(size).Select(chunk => new string(chunk))));
        Assert.Equal(whole.GetType(), segmented.GetType());
        Assert.Equivalent(whole, segmented);
    }, iter: 5_000);

    [Fact]
    public void Arbitrary_bytes_never_throw() =>
        Gen.Byte.Array[0, 9000].Sample(bytes => Assert.NotNull(RequestParser.Parse(bytes)), iter: 500);

    [Fact]
    public void A_name_is_valid_just_when_the_grammar_says_so() => Field.Sample(field =>
        Assert.Equal(Regex.IsMatch(field, $@"\A{Name}\z"), AccountName.IsValid(field)), iter: 10_000);

    private static void AssertSays(string message, Request request)
    {
        var said = request switch
        {
            RegisterRequest { Name: { } name } => $"REGISTER#{name}",
            RegisterRequest => message,
            ListRequest => "List",
            ExitRequest => "Exit",
            LoginRequest login => $"{login.Name}#{login.Port}",
            PaymentRequest payment => $"{payment.Payer}#{payment.Amount}#{payment.Payee}",
            HelloRequest => "HELLO#PAYHUB/1",
            WhoisRequest whois => $"WHOIS#{whois.Name}",
            FriendsRequest => "FRIENDS",
            FriendRequest friend => $"FRIEND#{friend.Action.ToString().ToUpperInvariant()}#{friend.Name}",
            HistoryRequest history => $"HISTORY#{history.Count}{(history.BeforeId is { } before ? $"#{before}" : "")}",
            StatusRequest status => $"STATUS#{status.PaymentId}",
            CancelRequest cancel => $"CANCEL#{cancel.PaymentId}",
            EnrolRequest enrol => $"ENROL#{enrol.Name}#{enrol.Code}",
            PingRequest => "PING",
            SealedPaymentRequest payment => string.Concat(payment.Message.Select(b => (char)b)),
            _ => message,
        };
        Assert.Equal(message, said);
        if (request is RegisterRequest register)
            Assert.Equal(Regex.IsMatch(message["REGISTER#".Length..], $@"\A{Name}\z"), register.Name is not null);
    }
}
