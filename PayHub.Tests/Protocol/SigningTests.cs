using PayHub.Protocol.Keys;
using PayHub.Protocol.Signing;
using PayHub.Tests.Support;

namespace PayHub.Tests.Protocol;

/// <summary>What is signed is read again, and belongs to its signer alone.</summary>
public sealed class SigningTests
{
    private static readonly Identity Alice = Identity.Create();
    private static readonly string Hub = Identity.Create().Public.Fingerprint;
    private static readonly DateTimeOffset Expires = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Fact]
    public void Payment_ids_are_of_the_right_form_differ_and_ascend()
    {
        var ids = Enumerable.Range(0, 1_000).Select(_ => PaymentId.New()).ToHashSet();
        Assert.Equal(1_000, ids.Count);
        Assert.All(ids, id => Assert.Matches("^[0-9A-Za-z]{22}$", id));
        Assert.All(ids, id => Assert.True(PaymentId.IsWellFormed(id)));
        var made = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        Assert.True(SpinWait.SpinUntil(() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() > made, TestEnvironment.Bound));
        var later = PaymentId.New();
        Assert.All(ids, id => Assert.True(string.CompareOrdinal(id, later) < 0, $"{id} is before {later}"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("lunch, \"the\" <small> one + tip / \u00e9\u4e2d\U0001F600\u2028")]
    public void What_was_signed_is_read_again(string? memo)
    {
        var id = PaymentId.New();
        var jws = Bytes.Of(PaymentSigner.Sign(Alice, "alice", 999_999_999_999_999_999, "Bob.2", id, Expires, Hub, memo));

        Assert.True(SignedPayment.TryParse(jws, out var payment));
        Assert.Equal(("alice", 999_999_999_999_999_999, "Bob.2"), (payment.Payer, payment.Amount, payment.Payee));
        Assert.Equal((id, 1_800_000_000, Hub, memo), (payment.PaymentId, payment.ExpiresAt, payment.Hub, payment.Memo));
        Assert.Equal(jws, payment.Jws);
        Assert.True(payment.IsSignedBy(Alice.Public));
        Assert.False(payment.IsSignedBy(Identity.Create().Public));
    }
}
