using System.Buffers.Text;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Sealing;
using PayHub.Protocol.Signing;
using PayHub.Tests.Support;

namespace PayHub.Tests.Protocol;

/// <summary>What PayHub makes openssl takes, and the other way round.</summary>
public sealed class OpenSslTests : IDisposable
{
    private static readonly string[] Oaep =
        ["-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha256", "-pkeyopt", "rsa_mgf1_md:sha256"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Openssl_takes_a_signature_of_ours()
    {
        await OpenSsl.RequireAsync();
        var jws = PaymentSigner.Sign(HandMade.Alice, "alice", 10, "bob", PaymentId.New(), DateTimeOffset.UnixEpoch, HandMade.Hub, "lunch");
        var dot = jws.LastIndexOf('.');
        var signature = Write("signature", ToDer(Base64Url.DecodeFromChars(jws.AsSpan(dot + 1))));
        string[] verify = ["dgst", "-sha256", "-verify", Write("key", HandMade.Alice.Public.Spki), "-keyform", "DER", "-signature", signature];

        Assert.Equal("Verified OK", Text(await OpenSsl.RunAsync("openssl", verify, Bytes.Of(jws[..dot]))));
        Assert.Equal("Verification failure", Text(await OpenSsl.RunAsync("openssl", verify, Bytes.Of(jws[..(dot - 1)]), exitCode: 1)));
    }

    [Fact]
    public async Task A_payment_that_openssl_signed_is_the_payers()
    {
        await OpenSsl.RequireAsync();
        var input = $"{Base64Url.EncodeToString(Bytes.Of(HandMade.Header))}.{Base64Url.EncodeToString(HandMade.Text)}";
        var der = await OpenSsl.RunAsync("openssl", ["dgst", "-sha256", "-sign", Write("key", Bytes.Of(HandMade.Alice.ToPem()))], Bytes.Of(input));

        Assert.True(SignedPayment.TryParse(Bytes.Of($"{input}.{Base64Url.EncodeToString(FromDer(der))}"), out var payment));
        Assert.True(payment.IsSignedBy(HandMade.Alice.Public));
    }

    [Fact]
    public async Task The_hub_opens_a_block_that_openssl_sealed()
    {
        await OpenSsl.RequireAsync();
        using var key = RSA.Create(2048);
        var spki = Write("hub.der", key.ExportSubjectPublicKeyInfo());
        var block = await OpenSsl.RunAsync("openssl", ["pkeyutl", "-encrypt", "-pubin", "-keyform", "DER", "-inkey", spki, .. Oaep], HandMade.Text);

        Assert.True(new HubUnsealer(key).TryUnseal(SealedForm.RsaBlock, Bytes.Of(Convert.ToBase64String(block)), out var content));
        Assert.Equal(HandMade.Text, content);
    }

    [Fact]
    public async Task Openssl_opens_a_block_and_a_content_key_that_we_sealed()
    {
        await OpenSsl.RequireAsync();
        using var key = RSA.Create(2048);
        var spki = key.ExportSubjectPublicKeyInfo();
        string[] decrypt = ["pkeyutl", "-decrypt", "-inkey", Write("key", Bytes.Of(key.ExportPkcs8PrivateKeyPem())), .. Oaep];

        Assert.Equal(HandMade.Text, await OpenSsl.RunAsync("openssl", decrypt, Convert.FromBase64String(Sealer.SealRawToHub(HandMade.Text, spki))));
        var wrapped = Base64Url.DecodeFromChars(Sealer.SealToHub(HandMade.Text, spki).Split('.')[1]);
        Assert.Equal(32, (await OpenSsl.RunAsync("openssl", decrypt, wrapped)).Length);
    }

    [Fact]
    public async Task Identities_go_to_openssl_and_back()
    {
        await OpenSsl.RequireAsync();
        var identity = Identity.Create();
        var encrypted = Write("encrypted.pem", Bytes.Of(identity.ToEncryptedPem("correct horse")));

        Assert.Equal(identity.Public.Spki, await OpenSsl.RunAsync(
            "openssl", ["pkey", "-in", encrypted, "-passin", "pass:correct horse", "-pubout", "-outform", "DER"]));
        var made = Text(await OpenSsl.RunAsync("openssl", ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]));
        Assert.Equal(91, Identity.FromPem(made).Public.Spki.Length);
    }

    /// <summary>R and S as the platform's own writer puts them into DER.</summary>
    internal static byte[] ToDer(byte[] signature)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(signature.AsSpan(0, 32), isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true));
        }
        return writer.Encode();
    }

    private static byte[] FromDer(byte[] der)
    {
        var integers = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var signature = new byte[64];
        foreach (var end in new[] { 32, 64 })
        {
            var integer = integers.ReadInteger().ToByteArray(isUnsigned: true, isBigEndian: true);
            integer.CopyTo(signature, end - integer.Length);
        }
        return signature;
    }

    private static string Text(byte[] output) => Bytes.Text(new System.Buffers.ReadOnlySequence<byte>(output)).Trim();

    private string Write(string name, byte[] bytes)
    {
        var file = _folder.File(name);
        File.WriteAllBytes(file, bytes);
        return file;
    }
}
