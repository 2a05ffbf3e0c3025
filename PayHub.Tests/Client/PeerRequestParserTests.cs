using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using PayHub.Client.Peers;
using PayHub.Protocol.Replies;
using PayHub.Tests.Protocol;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client;

/// <summary>The lines of a peer link: any bytes, held against an expression written from the grammar alone.</summary>
public sealed class PeerRequestParserTests
{
    private const string Reserved = "REGISTER|LIST|EXIT|HELLO|WHOIS|FRIENDS|FRIEND|HISTORY|PING|MSG|REQUEST|ENROL|STATUS|CANCEL";

    private const string Name = $"(?!(?i:{Reserved})\\z)[A-Za-z0-9][A-Za-z0-9._-]{{0,31}}";

    private static readonly Regex Hello = new($@"\AHELLO#PAYHUB-PEER/1#{Name}\z");
    private static readonly Regex Message = new(@"\AMSG#([A-Za-z0-9_-]+)\z");
    private static readonly Regex MoneyRequest = new(@"\AREQUEST#[1-9][0-9]{0,17}#([A-Za-z0-9_-]*)\z");
    private static readonly Regex Payment = new(@"\A[A-Za-z0-9_-]*(\.[A-Za-z0-9_-]*){4}\z");

    private static readonly Gen<string> Text = Gen.Frequency(
        (4, Gen.String[Gen.Char[' ', '\u024f'], 0, 20]),
        (2, Gen.Int[0, 520].Select(length => new string('x', length))),
        (2, Gen.Int[0, 210].Select(length => string.Concat(Enumerable.Repeat("\U0001F600", length)))),
        (1, Gen.OneOf("\n", "a\u001b[2J", "\u009b2J", "\u007f", "")));

    private static readonly Gen<string> Field = Gen.Frequency(
        (6, Text.Select(FreeText.Encode)),
        (2, Gen.OneOf("alice", "PAYHUB-PEER/1", "PAYHUB-PEER/2", "HELLO", "a.b", "....", "a.b.c.d.e", "a.b.c.d.e.f", "=", "YQ==", "YR", "Y", "_w")),
        (2, Gen.OneOf("0", "1", "999999999999999999", "1000000000000000000", "01", "-1")),
        (1, Gen.Char['\0', '\u00ff'].Array[0, 4].Select(chars => new string(chars))));

    private static readonly Gen<string> Line = Gen.Select(Gen.OneOf("", "HELLO#PAYHUB-PEER/1#", "MSG#", "REQUEST#", "REQUEST#10#", "msg#"), Field.Array[1, 3])
        .Select((verb, fields) => verb + string.Join('#', fields));

    [Fact]
    public void A_line_is_taken_just_when_the_grammar_knows_it() =>
        Line.Sample(line => Assert.Equal(KindOf(line), PeerRequestParser.Parse(Bytes.Of(line)).GetType()), iter: 50_000);

    [Fact]
    public void What_is_written_is_read_again() => Gen.Select(Text, Gen.Long[1, 999_999_999_999_999_999]).Sample((text, amount) =>
    {
        var message = PeerRequestParser.Parse(Bytes.Of(PeerRequestParser.FormatMessage(text)));
        Assert.Equal(Fits(text, 1, 500) ? new PeerMessage(text) : PeerMalformed.Instance, message);
        var request = PeerRequestParser.Parse(Bytes.Of(PeerRequestParser.FormatMoneyRequest(amount, text)));
        Assert.Equal(Fits(text, 0, 200) ? new PeerMoneyRequest(amount, text) : PeerMalformed.Instance, request);
    }, iter: 5_000);

    [Fact]
    public void Arbitrary_bytes_never_throw() =>
        Gen.Byte.Array[0, 9000].Sample(bytes => Assert.NotNull(PeerRequestParser.Parse(bytes)), iter: 500);

    [Fact]
    public void However_the_bytes_come_in_the_lines_are_the_same() => Gen.Select(
        Gen.OneOf("ab", "", "\r", "c\r\n", "\n", "d\n", "\r\r\n").Array[0, 12], Gen.Int[1, 7]).Sample((parts, size) =>
    {
        var text = string.Concat(parts);
        var expected = text.Split('\n')[..^1].Select(line => line.EndsWith('\r') ? line[..^1] : line);
        Assert.Equal(expected, LinesOf(new TrickleStream(Bytes.Of(text), size)));
    }, iter: 2_000);

    private static List<string> LinesOf(Stream stream)
    {
        var reader = new PeerLineReader(stream);
        var lines = new List<string>();
        while (true)
        {
            var read = reader.ReadAsync(CancellationToken.None).AsTask();
            Assert.True(read.Wait(TestEnvironment.Bound));
            if (read.Result.Status != PeerLineStatus.Line)
                return lines;
            lines.Add(Encoding.Latin1.GetString(read.Result.Bytes.Span));
        }
    }

    private static Type KindOf(string line)
    {
        if (Hello.IsMatch(line))
            return typeof(PeerHello);
        if (Message.Match(line) is { Success: true } message && IsText(message.Groups[1].Value, 1, 500))
            return typeof(PeerMessage);
        if (MoneyRequest.Match(line) is { Success: true } request && IsText(request.Groups[1].Value, 0, 200))
            return typeof(PeerMoneyRequest);
        return Payment.IsMatch(line) ? typeof(PeerPayment) : typeof(PeerMalformed);
    }

    private static bool IsText(string field, int least, int most)
    {
        try
        {
            var text = new UTF8Encoding(false, true).GetString(Base64Url.DecodeFromChars(field));
            return Fits(text, least, most) && Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text)) == field;
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return false;
        }
    }

    private static bool Fits(string text, int least, int most) =>
        text.EnumerateRunes().Count() is var count && count >= least && count <= most && !text.Any(char.IsControl);

    // Gives at most so many bytes a read.
    private sealed class TrickleStream(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer.Length > size ? buffer[..size] : buffer, cancellationToken);
    }
}
