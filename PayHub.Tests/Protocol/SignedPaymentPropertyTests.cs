using CsCheck;
using PayHub.Protocol.Signing;

namespace PayHub.Tests.Protocol;

/// <summary>Whatever is done to a signed payment: it is refused by its form or by its signature, and nothing is thrown.</summary>
public sealed class SignedPaymentPropertyTests
{
    private static readonly string Payment = HandMade.Jws($$"""{"memo":"lunch \u00e9\ud83d\ude00",{{HandMade.Header[1..]}}""");

    private static readonly string[] Members = [.. HandMade.Header.Trim('{', '}').Split(','), "\"memo\":\"lunch\""];

    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.OneOf("null", "true", "false", "[]", "{}", "[\"ES256\"]", "{\"alg\":\"ES256\"}", "\"\"", "-1", "1.5", "1e3", "\"none\""),
        Gen.Int[-5, 5].Select(number => $"{number}.0"),
        Gen.Char[' ', '~'].Array[0, 8].Select(text => $"[\"{new string(text).Replace('\\', '.').Replace('"', '.')}\"]"));

    [Fact]
    public void A_payment_with_a_change_is_never_taken_for_the_payers() =>
        Mutation.Any.Array[1, 3].Sample(mutations =>
        {
            var changed = Payment;
            foreach (var mutation in mutations)
                changed = Applied(mutation, changed);

            Assert.Equal(changed == Payment, IsAlices(changed));
        }, iter: 30_000);

    [Fact]
    public void A_header_with_a_member_missing_double_or_more_is_refused_though_it_is_signed() =>
        Gen.Select(Gen.Int[0, Members.Length - 1], Gen.Int[0, 2], Gen.Shuffle(Members)).Sample((which, what, order) =>
        {
            var member = order[which];
            string[] members = what switch
            {
                0 when !member.StartsWith("\"memo\"", StringComparison.Ordinal) => [.. order.Where(other => other != member)],
                1 => [.. order, member.Replace("\":\"", "s\":\"", StringComparison.Ordinal), member],
                _ => [member, .. order],
            };

            Assert.True(IsAlices(HandMade.Jws($"{{{string.Join(',', order)}}}")));
            Assert.False(IsAlices(HandMade.Jws($"{{{string.Join(',', members)}}}")));
        }, iter: 500);

    [Fact]
    public void A_header_with_a_value_of_another_kind_is_refused_though_it_is_signed() =>
        Gen.Select(Gen.Int[0, Members.Length - 1], Value)
            .Where((which, value) => which != Members.Length - 1 || value[0] != '"')
            .Sample((which, value) =>
            {
                var name = Members[which][..Members[which].IndexOf(':', StringComparison.Ordinal)];
                var members = Members.Select((member, i) => i == which ? $"{name}:{value}" : member);

                Assert.False(IsAlices(HandMade.Jws($"{{{string.Join(',', members)}}}")));
            }, iter: 500);

    [Fact]
    public void Any_bytes_are_judged_without_an_exception()
    {
        Gen.Byte.Array[0, 5000].Sample(bytes => Assert.False(SignedPayment.TryParse(bytes, out _)), iter: 2_000);
        Gen.Char["AZaz09-_.{}\":,\\ud8e\0\u00ff"].Array[0, 60].Sample(chars =>
            Assert.False(SignedPayment.TryParse(Bytes.Of(HandMade.Jws(new string(chars))), out _)), iter: 2_000);
    }

    [Fact]
    public void What_the_signer_takes_the_reader_takes_and_the_signer_says_what_it_does_not() =>
        Gen.Select(Gen.String[Gen.Char["a\u00e9\ud83d\ude00\0\u009f\"\\/"], 0, 250], Gen.String[Gen.Char["aZ09_-+."], 14, 66]).Sample((memo, id) =>
        {
            try
            {
                var jws = PaymentSigner.Sign(HandMade.Alice, "alice", 10, "bob", id, DateTimeOffset.UnixEpoch, HandMade.Hub, memo);
                Assert.True(SignedPayment.TryParse(Bytes.Of(jws), out var payment));
                Assert.Equal((id, memo), (payment.PaymentId, payment.Memo));
            }
            catch (ArgumentException)
            {
                Assert.False(PaymentId.IsWellFormed(id) && Memo.IsWellFormed(memo));
            }
        }, iter: 3_000);

    private static bool IsAlices(string jws) => SignedPayment.TryParse(Bytes.Of(jws), out var payment) && payment.IsSignedBy(HandMade.Alice.Public);

    // A change can leave something that has no parts to decode any more: then only characters are changed.
    private static string Applied(Mutation mutation, string compact)
    {
        if (compact.Length == 0)
            return compact;
        try
        {
            return string.Concat(mutation.Apply(compact).Select(b => (char)b));
        }
        catch (FormatException)
        {
            return compact;
        }
    }
}
