using System.Buffers.Text;
using System.Text;
using CsCheck;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

/// <summary>Whatever is changed in a payment, the hub refuses it for its form or its signature, and the session goes on.</summary>
public sealed class MutationTests
{
    private static readonly Gen<char> Printable = Gen.Char[' ', '~'];

    private static readonly Gen<Func<string, string>> AnyByte = Gen.Select(Gen.Int[0, 10_000], Printable, Gen.Int[0, 3], (place, to, how) => (Func<string, string>)(text =>
    {
        var at = place % text.Length;
        return how switch
        {
            0 => text[..at] + text[(at + 1)..],
            1 => text[..at] + to + text[at..],
            2 => text[..at],
            _ => text[..at] + to + text[(at + 1)..],
        };
    }));

    private static readonly string[] HeaderValues =
        ["\"ES256\"", "\"none\"", "\"HS256\"", "\"payhub+payment\"", "\"\"", "null", "true", "0", "-1", "9999999999999", "1e9", "1.5", "[]", "{}", "\"0123456789abcdef0123456789abcdef0123456789a\""];

    private static readonly Gen<Func<string, string>> HeaderMember = Gen.Select(
        Gen.OneOf("alg", "typ", "jti", "exp", "hub", "memo", "crit", "jwk", "kid", "b64"), Gen.OneOf(HeaderValues), Gen.Bool,
        (name, value, replaced) => (Func<string, string>)(jws => ChangeHeader(jws, name, value, replaced)));

    [Fact]
    public async Task A_JWS_that_was_changed_is_never_accepted()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        await Gen.Frequency((2, AnyByte), (1, HeaderMember)).SampleAsync(async change =>
        {
            var jws = alice.Sign(10, "bob", memo: "for coffee");
            var changed = change(jws);
            if (changed != jws && changed.Length > 0)
                AssertRefused(jws, changed, await bob.AskAsync(changed));
        }, iter: 1_500, threads: 1);
        Assert.Equal("100 OK#3#10010", await bob.AskAsync(alice.Sign(10, "bob")));
        Assert.Equal(9990, (await AskPastPushesAsync(alice)).Balance);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_seal_that_was_changed_never_opens(bool isJwe)
    {
        var clock = new SkippingClock();
        await using var hub = Hub.Start(clock);
        await using var alice = await hub.LogInAsync("alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        await AnyByte.SampleAsync(async change =>
        {
            var seal = isJwe ? hub.Seal("alice#10#bob") : hub.SealRaw("alice#10#bob");
            var changed = change(seal);
            // Empty messages are nothing, and are not answered.
            if (changed == seal || changed.Length == 0)
                return;
            Assert.Equal("240 BAD_REQUEST", await bob.AskAsync(changed));
            clock.Skip(TimeSpan.FromSeconds(7));
        }, iter: 400, threads: 1);
        Assert.Equal("100 OK#3#10010", await bob.AskAsync(isJwe ? hub.Seal("alice#10#bob") : hub.SealRaw("alice#10#bob")));
    }

    // A changed payload can name other people: whose payment it is, is judged before whose signature.
    private static void AssertRefused(string jws, string changed, string answer)
    {
        var isOtherPeoples = PayloadOf(changed) != PayloadOf(jws) && answer is "230 NOT_ALLOWED" or "250 UNKNOWN";
        Assert.True(isOtherPeoples || answer is "240 BAD_REQUEST" or "310 BAD_SIGNATURE", $"{answer} to {changed}");
    }

    private static string? PayloadOf(string jws) => jws.Split('.') is [_, var payload, ..] ? payload : null;

    private static string ChangeHeader(string jws, string name, string value, bool isReplaced)
    {
        var parts = jws.Split('.');
        var header = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0]));
        var members = header.Trim('{', '}').Split(',').Where(m => !isReplaced || !m.StartsWith($"\"{name}\"", StringComparison.Ordinal));
        var changed = $"{{{string.Join(',', members.Append($"\"{name}\":{value}"))}}}";
        return $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(changed))}.{parts[1]}.{parts[2]}";
    }

    private static async Task<ListAnswer> AskPastPushesAsync(TestWallet wallet)
    {
        await wallet.Client.SendAsync("List\n");
        string line;
        while ((line = await wallet.ReadLineAsync()).StartsWith("* ", StringComparison.Ordinal))
        {
        }
        return await wallet.Client.ReadListAsync(line);
    }
}
