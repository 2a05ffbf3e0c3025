using System.Security.Cryptography;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Sealing;

namespace PayHub.Tests.Protocol;

/// <summary>Each rule for a sealed message's form (docs/protocol.md, "Sealed messages"), on messages that are encrypted rightly.</summary>
public sealed class SealedFormTests
{
    private const string HubHeader = """{"alg":"RSA-OAEP-256","enc":"A256GCM"}""";

    private static readonly RSA Key = RSA.Create(2048);
    private static readonly HubUnsealer Hub = new(Key);
    private static readonly Identity Bob = Identity.Create();

    [Fact]
    public void What_the_RFCs_say_is_opened()
    {
        Assert.True(Hub.TryUnseal(SealedForm.Jwe, Bytes.Of(HandMade.ToHub(HubHeader, Key)), out var content));
        Assert.Equal(HandMade.Text, content);
        Assert.True(Bob.TryUnseal(Bytes.Of(HandMade.ToWallet(WalletHeader, Bob.Public)), out content));
        Assert.Equal(HandMade.Text, content);
    }

    [Theory]
    [InlineData("""{"alg":"RSA-OAEP-256"}""")]
    [InlineData("""{"enc":"A256GCM"}""")]
    [InlineData("""{"alg":"RSA-OAEP","enc":"A256GCM"}""")]
    [InlineData("""{"alg":"RSA1_5","enc":"A256GCM"}""")]
    [InlineData("""{"alg":"dir","enc":"A256GCM"}""")]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A128GCM"}""")]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256CBC-HS512"}""")]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","zip":"DEF"}""")]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","cty":"JWT"}""")]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"1"}""")]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","crit":["exp"],"exp":1}""")]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","enc":"A256GCM"}""")]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","\u0065nc":"A256GCM"}""")]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM"}{}""")]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM",}""")]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM"/**/}""")]
    public void Another_header_is_not_opened_by_the_hub(string header) =>
        Assert.False(Hub.TryUnseal(SealedForm.Jwe, Bytes.Of(HandMade.ToHub(header, Key)), out _));

    [Theory]
    [InlineData("ECDH-ES", "ECDH-ES+A256KW")]
    [InlineData("A256GCM", "A192GCM")]
    [InlineData("\"P-256\"", "\"P-384\"")]
    [InlineData("\"EC\"", "\"OKP\"")]
    [InlineData("{\"alg\"", "{\"apu\":\"AA\",\"alg\"")]
    [InlineData("{\"alg\"", "{\"zip\":\"DEF\",\"alg\"")]
    [InlineData("{\"alg\"", "{\"typ\":\"JWT\",\"alg\"")]
    [InlineData("{\"kty\"", "{\"d\":\"AA\",\"kty\"")]
    [InlineData("{\"kty\":\"EC\",", "{")]
    [InlineData("\"x\":\"", "\"x\":\"A")]
    [InlineData("\"}}", "=\"}}")]
    [InlineData("\"}}", "\\u0000\"}}")]
    public void Another_header_is_not_opened_by_a_wallet(string part, string instead)
    {
        var message = HandMade.ToWallet(
            (x, y) => WalletHeader(x, y).Replace(part, instead, StringComparison.Ordinal), Bob.Public);

        Assert.Contains(part, WalletHeader("", ""), StringComparison.Ordinal);
        Assert.False(Bob.TryUnseal(Bytes.Of(message), out _));
    }

    [Fact]
    public void An_ephemeral_key_that_is_no_point_of_the_curve_is_refused()
    {
        var zero = new string('A', 43);

        Assert.False(Bob.TryUnseal(Bytes.Of(HandMade.ToWallet((x, _) => WalletHeader(x, x), Bob.Public)), out _));
        Assert.False(Bob.TryUnseal(Bytes.Of(HandMade.ToWallet((_, _) => WalletHeader(zero, zero), Bob.Public)), out _));
        Assert.False(Bob.TryUnseal(Bytes.Of(HandMade.ToWallet((x, y) => WalletHeader(y, x), Bob.Public)), out _));
    }

    [Fact]
    public void A_content_key_of_another_length_is_not_used()
    {
        var parts = HandMade.ToHub(HubHeader, Key).Split('.');
        parts[1] = System.Buffers.Text.Base64Url.EncodeToString(Key.Encrypt(new byte[16], RSAEncryptionPadding.OaepSHA256));

        Assert.False(Hub.TryUnseal(SealedForm.Jwe, Bytes.Of(string.Join('.', parts)), out _));
    }

    [Fact]
    public void A_block_has_one_spelling_alone()
    {
        var block = Sealer.SealRawToHub(HandMade.Text, Key.ExportSubjectPublicKeyInfo());
        Assert.Equal(HubUnsealer.RsaBlockLength, block.Length);

        Assert.True(Opens(block));
        // 256 bytes leave four bits of the last character, which must be zero: A, Q, g or w.
        Assert.False(Opens(block[..341] + (char)(block[341] + 1) + "=="));
        Assert.False(Opens(block.Replace('+', '-').Replace('/', '_').TrimEnd('=')));
        Assert.False(Opens(block[..342]));
        Assert.False(Opens(block + "\n"));
        Assert.False(Opens(" " + block[1..]));
        Assert.False(Opens(""));

        bool Opens(string message) => Hub.TryUnseal(SealedForm.RsaBlock, Bytes.Of(message), out _);
    }

    [Fact]
    public void A_block_with_another_padding_is_not_opened()
    {
        foreach (var padding in new[] { RSAEncryptionPadding.Pkcs1, RSAEncryptionPadding.OaepSHA1 })
            Assert.False(Hub.TryUnseal(SealedForm.RsaBlock, Bytes.Of(Convert.ToBase64String(Key.Encrypt(HandMade.Text, padding))), out _));
    }

    [Fact]
    public void The_hub_takes_no_key_of_another_size()
    {
        using var small = RSA.Create(1024);

        Assert.Throws<ArgumentException>(() => new HubUnsealer(small));
        Assert.Throws<ArgumentException>(() => new HubUnsealer());
        Assert.Throws<ArgumentException>(() => Sealer.SealToHub(HandMade.Text, small.ExportSubjectPublicKeyInfo()));
        Assert.True(Sealer.IsHubKey(Key.ExportSubjectPublicKeyInfo()));
        Assert.False(Sealer.IsHubKey([.. Key.ExportSubjectPublicKeyInfo(), 0]));
        Assert.False(Sealer.IsHubKey(Bob.Public.Spki));
        Assert.False(Sealer.IsHubKey([]));
    }

    [Fact]
    public void A_block_holds_no_more_than_it_can()
    {
        var spki = Key.ExportSubjectPublicKeyInfo();

        Assert.Equal(HubUnsealer.RsaBlockLength, Sealer.SealRawToHub(new byte[Sealer.MaxRawBytes], spki).Length);
        Assert.Throws<ArgumentException>(() => Sealer.SealRawToHub(new byte[Sealer.MaxRawBytes + 1], spki));
    }

    private static string WalletHeader(string x, string y) =>
        $$$"""{"alg":"ECDH-ES","enc":"A256GCM","epk":{"kty":"EC","crv":"P-256","x":"{{{x}}}","y":"{{{y}}}"}}""";
}
