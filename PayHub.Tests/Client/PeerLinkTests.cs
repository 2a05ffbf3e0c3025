using PayHub.Protocol.Keys;
using PayHub.Protocol.Replies;
using PayHub.Protocol.Sealing;
using PayHub.Tests.Support;

namespace PayHub.Tests.Client;

/// <summary>What a peer may say on a link, and what it is answered.</summary>
public sealed class PeerLinkTests : IAsyncDisposable
{
    private readonly PeerRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_friend_says_things_and_asks_for_money()
    {
        await using var alice = await _rig.GreetAsFriendAsync();
        Assert.Equal("100 OK", await alice.AskAsync($"MSG#{FreeText.Encode("good morning, Bob \u2615")}"));
        Assert.Equal("alice: good morning, Bob \u2615", await _rig.Owner.NextAsync());
        Assert.Equal("100 OK", await alice.AskAsync($"REQUEST#1250#{FreeText.Encode("lunch")}"));
        Assert.Equal("alice asks for 1250: lunch", await _rig.Owner.NextAsync());
        Assert.Equal("100 OK", await alice.AskAsync("REQUEST#7#\r"));
        Assert.Equal("alice asks for 7: ", await _rig.Owner.NextAsync());
    }

    [Fact]
    public async Task Each_line_is_answered_once_and_in_order()
    {
        await using var alice = await _rig.GreetAsFriendAsync();
        await alice.SendAsync($"MSG#{FreeText.Encode("one")}\nREQUEST#2#\nMSG#{FreeText.Encode("three")}\nEND\n");
        foreach (var answer in new[] { "100 OK", "100 OK", "100 OK", "240 BAD_REQUEST", null })
            Assert.Equal(answer, await alice.ReadLineAsync());
        foreach (var seen in new[] { "alice: one", "alice asks for 2: ", "alice: three" })
            Assert.Equal(seen, await _rig.Owner.NextAsync());
    }

    [Theory]
    [InlineData("100 OK#4711")]
    [InlineData("230 NOT_ALLOWED")]
    [InlineData("350 INSUFFICIENT_FUNDS")]
    public async Task A_payment_waits_for_the_owner_and_ends_the_link(string decision)
    {
        await using var alice = await _rig.ConnectAsync();
        await alice.AskAsync("HELLO#PAYHUB-PEER/1#alice");
        var answer = alice.AskAsync(_rig.Seal());
        Assert.Equal("alice pays 10: rent, from 127.0.0.1", await _rig.Owner.NextAsync());
        Assert.False(answer.IsCompleted);
        _rig.Owner.Decide(decision);
        Assert.Equal(decision, await answer);
        Assert.Null(await alice.ReadLineAsync());
    }

    [Fact]
    public async Task A_second_payment_on_a_link_is_never_shown()
    {
        await using var alice = await _rig.ConnectAsync();
        await alice.AskAsync("HELLO#PAYHUB-PEER/1#alice");
        await alice.SendAsync($"{_rig.Seal()}\n{_rig.Seal()}\n");
        await _rig.Owner.NextAsync();
        _rig.Owner.Decide("100 OK#1");
        Assert.Equal("100 OK#1", await alice.ReadLineAsync());
        Assert.Null(await alice.ReadLineAsync());
        Assert.Equal(0, _rig.Owner.SeenCount);
    }

    [Fact]
    public async Task A_payment_behind_a_message_is_refused()
    {
        await using var alice = await _rig.GreetAsFriendAsync();
        await alice.AskAsync($"MSG#{FreeText.Encode("look")}");
        Assert.Equal("alice: look", await _rig.Owner.NextAsync());
        Assert.Equal("240 BAD_REQUEST", await alice.AskAsync(_rig.Seal()));
        Assert.Null(await alice.ReadLineAsync());
        Assert.Equal(0, _rig.Owner.SeenCount);
    }

    [Fact]
    public async Task A_payment_must_name_the_links_peer_as_payer_this_account_as_payee_and_this_hub()
    {
        var mallory = Identity.Create();
        foreach (var (line, answer) in new[]
        {
            (_rig.Seal(payer: "carol"), "230 NOT_ALLOWED"),
            (_rig.Seal(payee: "carol"), "230 NOT_ALLOWED"),
            (_rig.Seal(signer: mallory), "310 BAD_SIGNATURE"),
            (_rig.Seal(hub: mallory.Public.Fingerprint), "312 WRONG_HUB"),
            (_rig.Seal(to: mallory.Public), "240 BAD_REQUEST"),
            (Sealer.SealToWallet(PeerRig.Bytes("alice#10#bob"), _rig.Bob.Public), "313 KEY_REQUIRED"),
            (Sealer.SealToWallet(PeerRig.Bytes("carol#10#bob"), _rig.Bob.Public), "230 NOT_ALLOWED"),
            (Sealer.SealToWallet(PeerRig.Bytes("REGISTER#carol"), _rig.Bob.Public), "240 BAD_REQUEST"),
            (Sealer.SealToWallet(PeerRig.Bytes(_rig.Seal()), _rig.Bob.Public), "240 BAD_REQUEST"),
            ("....", "240 BAD_REQUEST"),
        })
        {
            _rig.Clock.Skip(TimeSpan.FromMinutes(1));
            await using var alice = await _rig.ConnectAsync();
            await alice.AskAsync("HELLO#PAYHUB-PEER/1#alice");
            Assert.Equal(answer, await alice.AskAsync(line));
        }
        Assert.Equal(0, _rig.Owner.SeenCount);
    }

    [Fact]
    public async Task Names_do_not_depend_on_case()
    {
        await using var alice = await _rig.ConnectAsync();
        Assert.Equal("100 OK#bob", await alice.AskAsync("HELLO#PAYHUB-PEER/1#ALICE"));
        _rig.Owner.Decide("100 OK#1");
        Assert.Equal("100 OK#1", await alice.AskAsync(_rig.Seal(payer: "Alice", payee: "BOB")));
    }

    [Theory]
    [InlineData("MSG#aGVsbG8")]
    [InlineData("REQUEST#10#")]
    [InlineData("HELLO#PAYHUB/1")]
    [InlineData("HELLO#PAYHUB-PEER/2#alice")]
    [InlineData("HELLO#PAYHUB-PEER/1#al ice")]
    [InlineData("hello#PAYHUB-PEER/1#alice")]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("alice#10#bob")]
    [InlineData("")]
    public async Task Nothing_is_taken_before_the_greeting(string line)
    {
        _rig.Directory.Befriend("alice", _rig.Alice.Public);
        await using var alice = await _rig.ConnectAsync();
        Assert.Equal("240 BAD_REQUEST", await alice.AskAsync(line));
        Assert.Null(await alice.ReadLineAsync());
        Assert.Equal(0, _rig.Owner.SeenCount);
        Assert.Equal(0, _rig.Directory.Questions);
    }

    [Fact]
    public async Task A_payment_before_the_greeting_is_not_shown()
    {
        await using var alice = await _rig.ConnectAsync();
        Assert.Equal("240 BAD_REQUEST", await alice.AskAsync(_rig.Seal()));
        Assert.Null(await alice.ReadLineAsync());
        Assert.Equal(0, _rig.Owner.SeenCount);
    }

    [Fact]
    public async Task Who_is_no_friend_can_pay_but_not_talk()
    {
        await using var alice = await _rig.ConnectAsync();
        await alice.AskAsync("HELLO#PAYHUB-PEER/1#alice");
        Assert.Equal("230 NOT_ALLOWED", await alice.AskAsync($"MSG#{FreeText.Encode("buy now")}"));
        Assert.Equal("230 NOT_ALLOWED", await alice.AskAsync("REQUEST#1#"));
        Assert.Equal(0, _rig.Owner.SeenCount);

        _rig.Owner.IsOpenToStrangers = true;
        Assert.Equal("100 OK", await alice.AskAsync($"MSG#{FreeText.Encode("hello")}"));
        Assert.Equal("alice: hello", await _rig.Owner.NextAsync());
    }

    [Fact]
    public async Task A_friend_that_is_one_no_longer_is_not_heard_from_then_on()
    {
        await using var alice = await _rig.GreetAsFriendAsync();
        Assert.Equal("100 OK", await alice.AskAsync($"MSG#{FreeText.Encode("hello")}"));
        _rig.Directory.Unfriend("alice");
        Assert.Equal("230 NOT_ALLOWED", await alice.AskAsync($"MSG#{FreeText.Encode("still there?")}"));
    }

    [Fact]
    public async Task Half_a_line_before_the_end_is_dropped()
    {
        await using var alice = await _rig.GreetAsFriendAsync();
        await alice.SendAsync($"MSG#{FreeText.Encode("whole")}\nMSG#{FreeText.Encode("half")}");
        await alice.FinishSendingAsync();
        Assert.Equal("100 OK", await alice.ReadLineAsync());
        Assert.Null(await alice.ReadLineAsync());
        Assert.Equal("alice: whole", await _rig.Owner.NextAsync());
        Assert.Equal(0, _rig.Owner.SeenCount);
    }

    [Fact]
    public async Task A_line_in_pieces_is_one_line()
    {
        await using var alice = await _rig.GreetAsFriendAsync();
        foreach (var piece in new[] { "M", "SG#aGVs", "bG8", "\r", "\n" })
            await alice.SendAsync(piece);
        Assert.Equal("100 OK", await alice.ReadLineAsync());
        Assert.Equal("alice: hello", await _rig.Owner.NextAsync());
    }

    [Fact]
    public async Task The_same_port_takes_a_classic_payer()
    {
        await using var payer = await ClassicClient.ConnectAsync(_rig.Endpoint);
        await payer.SendAsync("carol#10#bob\0");
        Assert.Equal("carol", (await _rig.NextClassicAsync()).Payer);
    }
}
