using System.Security.Cryptography;
using System.Text.Json;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Sealing;
using PayHub.Protocol.Signing;
using PayHub.Tests.Support;

namespace PayHub.Tests.Protocol;

/// <summary>The vectors that others write their clients by (docs/protocol-vectors.json), read by our code and by openssl alone.</summary>
public sealed class ProtocolVectorTests
{
    private static readonly string Docs = Path.Combine(TestEnvironment.RepositoryRoot, "docs");

    private static readonly Dictionary<string, string> Vectors =
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(Docs, "protocol-vectors.json")))!;

    [Theory]
    [InlineData("alice")]
    [InlineData("bob")]
    [InlineData("hub")]
    public void Keys_have_their_fingerprints(string name)
    {
        Assert.True(PublicKey.TryImport(Convert.FromBase64String(Vectors[$"{name}.spki"]), out var key));
        Assert.Equal(Vectors[$"{name}.fingerprint"], key.Fingerprint);
        Assert.Equal(key, Owner(name).Public);
    }

    [Fact]
    public void The_signed_payment_is_read_and_is_the_payers()
    {
        Assert.True(SignedPayment.TryParse(Bytes.Of(Vectors["signed.jws"]), out var payment));
        Assert.Equal(Vectors["signed.payload"], $"{payment.Payer}#{payment.Amount}#{payment.Payee}");
        Assert.Equal(Vectors["signed.paymentId"], payment.PaymentId);
        Assert.Equal(Vectors["signed.expires"], $"{payment.ExpiresAt}");
        Assert.Equal(Vectors["signed.memo"], payment.Memo);
        Assert.Equal(Vectors["hub.fingerprint"], payment.Hub);
        Assert.Equal(Vectors["signed.contentHashHex"], Convert.ToHexStringLower(payment.ContentHash));
        Assert.True(payment.IsSignedBy(Owner("alice").Public));
        Assert.False(payment.IsSignedBy(Owner("bob").Public));
    }

    [Fact]
    public void Signing_the_same_payment_gives_the_same_signing_input()
    {
        var jws = PaymentSigner.Sign(
            Owner("alice"), "alice", 1000, "bob", Vectors["signed.paymentId"], DateTimeOffset.FromUnixTimeSeconds(1_800_000_000),
            Vectors["hub.fingerprint"], Vectors["signed.memo"]);

        Assert.Equal(Vectors["signed.signingInput"], jws[..jws.LastIndexOf('.')]);
    }

    [Fact]
    public void Sealed_messages_are_opened()
    {
        using var key = RSA.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(Vectors["hubSealing.pkcs8"]), out _);
        var hub = new HubUnsealer(key);

        Assert.True(hub.TryUnseal(SealedForm.Jwe, Bytes.Of(Vectors["sealedToHub.jwe"]), out var content));
        Assert.Equal(Bytes.Of(Vectors["sealedToHub.content"]), content);
        Assert.True(hub.TryUnseal(SealedForm.RsaBlock, Bytes.Of(Vectors["rsaBlock.message"]), out content));
        Assert.Equal(Bytes.Of(Vectors["rsaBlock.content"]), content);
        Assert.True(Owner("bob").TryUnseal(Bytes.Of(Vectors["sealedToWallet.jwe"]), out content));
        Assert.Equal(Bytes.Of(Vectors["sealedToWallet.content"]), content);
    }

    [Fact]
    public async Task Openssl_alone_agrees_with_every_vector()
    {
        await RequireShellAsync();
        var output = await OpenSsl.RunAsync("bash", [Path.Combine(Docs, "check-vectors.sh")]);

        var lines = Bytes.Text(new(output)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(20, lines.Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("alice.fingerprint", 5)]
    [InlineData("signed.jws", 300)]
    [InlineData("sealedToHub.jwe", 420)]
    [InlineData("sealedToWallet.jwe", 260)]
    [InlineData("rsaBlock.message", 20)]
    public async Task Openssl_alone_sees_a_changed_vector(string name, int place)
    {
        await RequireShellAsync();
        using var folder = new TemporaryFolder();
        var value = Vectors[name];
        var changed = value.Remove(place, 1).Insert(place, value[place] == 'x' ? "y" : "x");
        var vectors = await File.ReadAllTextAsync(Path.Combine(Docs, "protocol-vectors.json"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            folder.File("protocol-vectors.json"), vectors.Replace($"\"{name}\": \"{value}\"", $"\"{name}\": \"{changed}\"", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        File.Copy(Path.Combine(Docs, "check-vectors.sh"), folder.File("check-vectors.sh"));

        await OpenSsl.RunAsync("bash", [folder.File("check-vectors.sh")], exitCode: 1);
    }

    private static async Task RequireShellAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script is for bash.");
        await OpenSsl.RequireAsync();
    }

    private static Identity Owner(string name) =>
        Identity.FromPem(PemEncoding.WriteString("PRIVATE KEY", Convert.FromBase64String(Vectors[$"{name}.pkcs8"])));
}
