using System.Security.Cryptography;
using CsCheck;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Sealing;

namespace PayHub.Tests.Protocol;

/// <summary>Whatever is done to a sealed message: it is not opened, and nothing is thrown.</summary>
public sealed class SealedPropertyTests
{
    private static readonly RSA Key = RSA.Create(2048);
    private static readonly HubUnsealer Hub = new(Key);
    private static readonly Identity Bob = Identity.Create();

    private static string ToHub => Sealer.SealToHub(HandMade.Text, Key.ExportSubjectPublicKeyInfo());

    private static string Block => Sealer.SealRawToHub(HandMade.Text, Key.ExportSubjectPublicKeyInfo());

    private static string ToBob => Sealer.SealToWallet(HandMade.Text, Bob.Public);

    [Fact]
    public void A_message_to_the_hub_with_a_change_is_never_opened()
    {
        var message = ToHub;
        Mutation.Any.Sample(mutation => AssertOpensOnlyUnchanged(message, mutation.Apply(message), Opens), iter: 3_000);
    }

    [Fact]
    public void A_message_to_a_wallet_with_a_change_is_never_opened()
    {
        var message = ToBob;
        Mutation.Any.Sample(mutation => AssertOpensOnlyUnchanged(message, mutation.Apply(message), bytes => Bob.TryUnseal(bytes, out _)), iter: 3_000);
    }

    [Fact]
    public void A_block_with_a_change_is_never_opened()
    {
        var block = Block;
        Mutation.Any.Where(mutation => mutation.Kind < Mutation.What.FlipDecodedBit)
            .Sample(mutation => AssertOpensOnlyUnchanged(block, mutation.Apply(block), OpensBlock), iter: 2_000);
        Gen.Byte.Array[256].Sample(bytes => Assert.False(OpensBlock(Bytes.Of(Convert.ToBase64String(bytes)))), iter: 1_000);
    }

    [Fact]
    public void Parts_of_several_messages_make_no_message()
    {
        string[][] hub = [ToHub.Split('.'), ToHub.Split('.'), ToBob.Split('.')];
        string[][] bob = [ToBob.Split('.'), ToBob.Split('.'), ToHub.Split('.')];

        Gen.Int[0, 2].Array[5].Where(from => from[1..].Distinct().Count() > 1).Sample(from =>
        {
            Assert.False(Opens(Bytes.Of(string.Join('.', from.Select((which, i) => hub[which][i])))));
            // A wallet's messages have no encrypted key: that part of both is the same.
            if (from[0] != from[2] || from[2..].Distinct().Count() > 1)
                Assert.False(Bob.TryUnseal(Bytes.Of(string.Join('.', from.Select((which, i) => bob[which][i]))), out _));
        }, iter: 500);
    }

    [Fact]
    public void Any_bytes_are_judged_without_an_exception() => Gen.Byte.Array[0, 9000].Sample(bytes =>
    {
        Assert.False(Opens(bytes));
        Assert.False(OpensBlock(bytes));
        Assert.False(Bob.TryUnseal(bytes, out _));
    }, iter: 1_000);

    [Fact]
    public void Any_content_that_fits_comes_back()
    {
        Gen.Byte.Array[1, 4096].Sample(content =>
        {
            Assert.True(Hub.TryUnseal(SealedForm.Jwe, Bytes.Of(Sealer.SealToHub(content, Key.ExportSubjectPublicKeyInfo())), out var opened));
            Assert.Equal(content, opened);
            Assert.True(Bob.TryUnseal(Bytes.Of(Sealer.SealToWallet(content, Bob.Public)), out opened));
            Assert.Equal(content, opened);
        }, iter: 300);
    }

    private static void AssertOpensOnlyUnchanged(string message, byte[] changed, Func<byte[], bool> opens) =>
        Assert.Equal(Bytes.Of(message).AsSpan().SequenceEqual(changed), opens(changed));

    private static bool Opens(byte[] message) => Hub.TryUnseal(SealedForm.Jwe, message, out _);

    private static bool OpensBlock(byte[] message) => Hub.TryUnseal(SealedForm.RsaBlock, message, out _);
}
