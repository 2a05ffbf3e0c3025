using System.Security.Cryptography;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Sealing;

namespace PayHub.Tests.Protocol;

/// <summary>What is sealed is opened by whom it is sealed to, and nobody else.</summary>
public sealed class SealingTests
{
    private static readonly byte[] Text = Bytes.Of("alice#10#bob");

    [Fact]
    public void The_hub_opens_what_is_sealed_to_it_in_both_forms_with_any_of_its_keys()
    {
        using var current = RSA.Create(2048);
        using var former = RSA.Create(2048);
        using var strange = RSA.Create(2048);
        var hub = new HubUnsealer(current, former);

        foreach (var (key, opens) in new[] { (current, true), (former, true), (strange, false) })
        {
            var spki = key.ExportSubjectPublicKeyInfo();
            Assert.Equal(opens, hub.TryUnseal(SealedForm.Jwe, Bytes.Of(Sealer.SealToHub(Text, spki)), out var content));
            Assert.Equal(opens ? Text : [], content);
            Assert.Equal(opens, hub.TryUnseal(SealedForm.RsaBlock, Bytes.Of(Sealer.SealRawToHub(Text, spki)), out content));
            Assert.Equal(opens ? Text : [], content);
        }
    }

    [Fact]
    public void A_wallet_opens_what_is_sealed_to_it_and_no_other_does()
    {
        var bob = Identity.Create();
        var message = Bytes.Of(Sealer.SealToWallet(Text, bob.Public));

        Assert.True(bob.TryUnseal(message, out var content));
        Assert.Equal(Text, content);
        Assert.False(Identity.Create().TryUnseal(message, out content));
        Assert.Empty(content);
    }
}
