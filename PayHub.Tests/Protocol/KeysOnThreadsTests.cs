using System.Security.Cryptography;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Sealing;
using PayHub.Protocol.Signing;

namespace PayHub.Tests.Protocol;

/// <summary>One key object in the hands of many threads: each check comes out as it does alone.</summary>
public sealed class KeysOnThreadsTests
{
    private static readonly ParallelOptions Threads = new() { MaxDegreeOfParallelism = 8 };

    [Fact]
    public void A_key_checks_and_makes_signatures_on_many_threads()
    {
        var alice = HandMade.Alice;
        Assert.True(SignedPayment.TryParse(Bytes.Of(HandMade.Jws(HandMade.Header)), out var right));
        Assert.True(SignedPayment.TryParse(Bytes.Of(HandMade.Jws(HandMade.Header)[..^86] + new string('A', 86)), out var wrong));

        Parallel.For(0, 2_000, Threads, i =>
        {
            Assert.True(right.IsSignedBy(alice.Public));
            Assert.False(wrong.IsSignedBy(alice.Public));
            var jws = PaymentSigner.Sign(alice, "alice", i + 1, "bob", PaymentId.New(), DateTimeOffset.UnixEpoch, HandMade.Hub, null);
            Assert.True(SignedPayment.TryParse(Bytes.Of(jws), out var made) && made.IsSignedBy(alice.Public));
        });
    }

    [Fact]
    public void The_hub_and_a_wallet_unseal_on_many_threads()
    {
        using var key = RSA.Create(2048);
        using var strange = RSA.Create(2048);
        var hub = new HubUnsealer(key);
        var bob = Identity.Create();
        var right = Bytes.Of(Sealer.SealToHub(HandMade.Text, key.ExportSubjectPublicKeyInfo()));
        var wrong = Bytes.Of(Sealer.SealToHub(HandMade.Text, strange.ExportSubjectPublicKeyInfo()));
        var toBob = Bytes.Of(Sealer.SealToWallet(HandMade.Text, bob.Public));

        Parallel.For(0, 500, Threads, _ =>
        {
            Assert.True(hub.TryUnseal(SealedForm.Jwe, right, out var content));
            Assert.Equal(HandMade.Text, content);
            Assert.False(hub.TryUnseal(SealedForm.Jwe, wrong, out content));
            Assert.Empty(content);
            Assert.True(bob.TryUnseal(toBob, out content));
            Assert.Equal(HandMade.Text, content);
        });
    }
}
