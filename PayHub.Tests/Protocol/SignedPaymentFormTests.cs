using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using PayHub.Protocol.Signing;

namespace PayHub.Tests.Protocol;

/// <summary>Each rule for a signed payment's form (docs/protocol.md, "Signed payments"), on payments whose signature is right.</summary>
public sealed class SignedPaymentFormTests
{
    private static string Header => HandMade.Header;

    [Fact]
    public void The_header_in_another_order_with_white_space_and_escapes_is_the_same_header()
    {
        var header = $$"""
            { "hub" : "{{HandMade.Hub}}", "exp" : 0, "memo" : "\u0041\ud83d\ude00\/\"", "jti" : "{{HandMade.PaymentId}}",
              "typ" : "payhub\u002bpayment", "\u0061lg" : "ES256" }
            """;

        Assert.True(SignedPayment.TryParse(Bytes.Of(HandMade.Jws(header)), out var payment));
        Assert.Equal("A\U0001F600/\"", payment.Memo);
        Assert.Equal(0, payment.ExpiresAt);
        Assert.True(payment.IsSignedBy(HandMade.Alice.Public));
    }

    [Theory]
    [InlineData("\"alg\":\"ES256\",", "", "no alg")]
    [InlineData("ES256", "none", "alg none")]
    [InlineData("ES256", "es256", "alg in another case")]
    [InlineData("ES256", "ES384", "another curve")]
    [InlineData("ES256", "HS256", "a secret key's algorithm")]
    [InlineData("\"ES256\"", "[\"ES256\"]", "an array")]
    [InlineData("\"ES256\"", "null", "null")]
    [InlineData("\"typ\":\"payhub+payment\",", "", "no typ")]
    [InlineData("payhub+payment", "PayHub+payment", "typ in another case")]
    [InlineData("payhub+payment", "JWT", "another typ")]
    [InlineData("\"jti\":\"0123456789abcdef\",", "", "no jti")]
    [InlineData("0123456789abcdef", "0123456789abcde", "jti too short")]
    [InlineData("0123456789abcdef", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef_", "jti too long")]
    [InlineData("0123456789abcdef", "0123456789abcde+", "jti with a character of plain base64")]
    [InlineData("0123456789abcdef", "0123456789abcde\u00e9", "jti beyond ASCII")]
    [InlineData("\"0123456789abcdef\"", "1234567890123456", "jti a number")]
    [InlineData("\"exp\":1800000000,", "", "no exp")]
    [InlineData("1800000000", "\"1800000000\"", "exp a text")]
    [InlineData("1800000000", "1800000000.0", "exp with a fraction")]
    [InlineData("1800000000", "18e8", "exp with an exponent")]
    [InlineData("1800000000", "-1", "exp below zero")]
    [InlineData("1800000000", "-0", "exp minus zero")]
    [InlineData("1800000000", "01800000000", "exp with a leading zero")]
    [InlineData("1800000000", "253402300800", "exp beyond the year 9999")]
    [InlineData("1800000000", "18446744073709551616", "exp beyond 64 bits")]
    [InlineData(",\"hub\"", ",\"hubs\"", "no hub")]
    [InlineData("\"hub\":\"", "\"hub\":\"A", "hub too long")]
    [InlineData("\"}", "=\"}", "hub with padding")]
    [InlineData("{", "{\"crit\":[\"exp\"],", "crit")]
    [InlineData("{", "{\"kid\":\"1\",", "kid")]
    [InlineData("{", "{\"jwk\":{\"kty\":\"EC\"},", "an embedded key")]
    [InlineData("{", "{\"jku\":\"https://localhost/\",", "a key to fetch")]
    [InlineData("{", "{\"x5u\":\"https://localhost/\",", "a certificate to fetch")]
    [InlineData("{", "{\"x5c\":\"AA\",", "an embedded certificate")]
    [InlineData("{", "{\"b64\":false,\"crit\":\"b64\",", "an unencoded payload")]
    [InlineData("{", "{\"zip\":\"DEF\",", "compression")]
    [InlineData("{", "{\"ALG\":\"ES256\",", "an unknown member that differs in case")]
    [InlineData("{", "{\"\":\"\",", "a member without a name")]
    [InlineData("{", "{\"alg\":\"ES256\",", "alg twice")]
    [InlineData("{", "{\"\\u0061lg\":\"none\",", "alg twice, once escaped")]
    [InlineData("{", "{\"memo\":\"a\",\"memo\":\"a\",", "memo twice")]
    [InlineData("{", "{\"memo\":null,", "memo null")]
    [InlineData("{", "{\"memo\":1,", "memo a number")]
    [InlineData("{", "{\"memo\":\"a\\nb\",", "memo with a line feed")]
    [InlineData("{", "{\"memo\":\"a\\u001b[2J\",", "memo with an escape sequence")]
    [InlineData("{", "{\"memo\":\"\\u009b\",", "memo with a C1 control character")]
    [InlineData("{", "{\"memo\":\"\\u007f\",", "memo with DEL")]
    [InlineData("{", "{\"memo\":\"\\ud83d\",", "memo with half a surrogate pair")]
    [InlineData("{", "{\"memo\":\"\\ude00\\ud83d\",", "memo with a pair the wrong way round")]
    [InlineData("{", "{/* */", "a comment")]
    [InlineData("\"}", "\",}", "a trailing comma")]
    [InlineData("\"}", "\"} {}", "a second object")]
    [InlineData("\"}", "\"}\0", "a NUL behind it")]
    [InlineData("\"}", "\"", "no end")]
    [InlineData("{", "[{", "an array")]
    [InlineData("{", "\uFEFF{", "a byte order mark")]
    public void Another_header_is_refused(string part, string instead, string why)
    {
        var place = Header.IndexOf(part, StringComparison.Ordinal);
        Assert.True(place >= 0, why);
        var changed = string.Concat(Header.AsSpan(0, place), instead, Header.AsSpan(place + part.Length));

        Assert.True(Parses(HandMade.Jws(Header)));
        Assert.False(Parses(HandMade.Jws(changed)), why);
    }

    [Fact]
    public void A_header_that_is_not_UTF8_is_refused()
    {
        byte[] header = [.. Bytes.Of("""{"memo":" """), 0xC3, .. Bytes.Of("\","), .. Bytes.Of(Header[1..])];

        Assert.False(Parses(HandMade.Jws(header, HandMade.Text)));
    }

    [Theory]
    [InlineData("a", 200, true)]
    [InlineData("a", 201, false)]
    [InlineData("\U0001F600", 200, true)]
    [InlineData("\U0001F600", 201, false)]
    [InlineData(@"\ud83d\ude00", 200, true)]
    public void A_memo_is_counted_in_Unicode_scalars(string scalar, int times, bool allowed) =>
        Assert.Equal(allowed, Parses(HandMade.Jws($$"""{"memo":"{{string.Concat(Enumerable.Repeat(scalar, times))}}",{{Header[1..]}}""")));

    [Theory]
    [InlineData("alice#10")]
    [InlineData("alice#010#bob")]
    [InlineData("alice#+10#bob")]
    [InlineData("alice#10.5#bob")]
    [InlineData("alice#0#bob")]
    [InlineData("alice#1000000000000000000#bob")]
    [InlineData("alice#10#bob#")]
    [InlineData("alice#10#bob\n")]
    [InlineData(" alice#10#bob")]
    [InlineData("al ice#10#bob")]
    [InlineData("alice#10#List")]
    [InlineData("alice##bob")]
    [InlineData("##")]
    [InlineData("#")]
    [InlineData("")]
    [InlineData("{\"payer\":\"alice\"}")]
    public void Another_payload_than_the_classic_text_is_refused(string payload) =>
        Assert.False(Parses(HandMade.Jws(Header, Bytes.Of(payload))));

    [Fact]
    public void Each_part_has_one_spelling_alone()
    {
        var parts = HandMade.Jws(Header, Bytes.Of("alice#10#bobby")).Split('.');
        for (var i = 0; i < parts.Length; i++)
        {
            Assert.False(Parses(With(i, parts[i] + "=")), "padding");
            Assert.False(Parses(With(i, parts[i] + " ")), "white space");
            Assert.False(Parses(With(i, parts[i] + "A")), "more");
            Assert.False(Parses(With(i, parts[i][..^1])), "less");
            Assert.False(Parses(With(i, "")), "nothing");
        }
        // 64 bytes leave four bits of the last character, 14 bytes two: they must be zero.
        Assert.False(Parses(With(2, parts[2][..^1] + Neighbour(parts[2][^1]))));
        Assert.False(Parses(With(1, parts[1][..^1] + Neighbour(parts[1][^1]))));
        Assert.False(Parses(string.Join('.', parts[..2])));
        Assert.False(Parses(string.Join('.', parts) + "."));
        Assert.True(Parses(string.Join('.', parts)));

        string With(int index, string part) => string.Join('.', parts.Select((old, i) => i == index ? part : old));
        static char Neighbour(char last) => (char)(last + 1);
    }

    [Fact]
    public void A_signature_in_DER_is_refused()
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(HandMade.Alice.ToPem());
        var input = HandMade.Jws(Header)[..HandMade.Jws(Header).LastIndexOf('.')];
        var der = key.SignData(Bytes.Of(input), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

        Assert.False(Parses($"{input}.{Base64Url.EncodeToString(der)}"));
    }

    [Fact]
    public void The_other_signature_that_anybody_can_make_of_one_changes_nothing_about_the_content()
    {
        var jws = HandMade.Jws(Header);
        Assert.True(SignedPayment.TryParse(Bytes.Of(jws), out var payment));
        var dot = jws.LastIndexOf('.');
        var signature = Base64Url.DecodeFromChars(jws.AsSpan(dot + 1));
        var order = new BigInteger(
            Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);
        var s = order - new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
        s.ToByteArray(isUnsigned: true, isBigEndian: true).CopyTo(signature, 64 - s.GetByteCount(isUnsigned: true));

        Assert.True(SignedPayment.TryParse(Bytes.Of($"{jws[..dot]}.{Base64Url.EncodeToString(signature)}"), out var other));
        Assert.True(other.IsSignedBy(HandMade.Alice.Public));
        Assert.NotEqual(payment, other);
        Assert.Equal(payment.ContentHash, other.ContentHash);
    }

    private static bool Parses(string jws) => SignedPayment.TryParse(Bytes.Of(jws), out _);
}
