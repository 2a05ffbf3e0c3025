using Microsoft.Extensions.DependencyInjection;
using PayHub.Data.Friends;
using PayHub.Data.Live;
using PayHub.Data.Storage;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class FriendTests
{
    [Fact]
    public async Task Friend_that_is_asked_accepts_and_both_see_it()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "Alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        Assert.Equal("100 OK", await alice.AskAsync("FRIEND#ADD#BOB"));
        Assert.Equal("* FRIEND#Alice#incoming", await bob.ReadLineAsync());
        Assert.Equal(["bob#outgoing#online#127.0.0.1#7001"], await FriendsAsync(alice));
        Assert.Equal(["Alice#incoming#online#127.0.0.1#7001"], await FriendsAsync(bob));
        Assert.Equal("100 OK", await alice.AskAsync("FRIEND#ADD#bob"));
        Assert.Equal("250 UNKNOWN", await alice.AskAsync("FRIEND#ACCEPT#bob"));
        Assert.Equal("100 OK", await bob.AskAsync("FRIEND#ACCEPT#alice"));
        Assert.Equal("* FRIEND#bob#friends", await alice.ReadLineAsync());
        Assert.Equal(["bob#friends#online#127.0.0.1#7001"], await FriendsAsync(alice));
        Assert.Equal("100 OK", await bob.AskAsync("FRIEND#ACCEPT#alice"));
        Assert.Equal("100 OK", await bob.AskAsync("FRIEND#ADD#alice"));
        await alice.AssertQuietAsync();
        await bob.AssertQuietAsync();
    }

    [Fact]
    public async Task Friend_that_asks_back_accepts()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(alice.Client.SendAsync("FRIEND#ADD#bob\n"), bob.Client.SendAsync("FRIEND#ADD#alice\n"));
            var lines = new[] { await alice.ReadLineAsync(), await alice.ReadLineAsync(), await bob.ReadLineAsync(), await bob.ReadLineAsync() };
            Assert.Equal(2, lines.Count(line => line == "100 OK"));
            Assert.Single(lines, line => line.EndsWith("#friends", StringComparison.Ordinal));
            Assert.Equal(["bob#friends#online#127.0.0.1#7001"], await FriendsAsync(alice));
            Assert.Equal("100 OK", await alice.AskAsync("FRIEND#REMOVE#bob"));
            Assert.Equal("* FRIEND#alice#removed", await bob.ReadLineAsync());
            Assert.Empty(await FriendsAsync(bob));
        }
    }

    [Theory]
    [InlineData("FRIEND#REMOVE#bob", "FRIEND#REMOVE#alice")]
    [InlineData("FRIEND#REMOVE#alice", "FRIEND#REMOVE#bob")]
    public async Task Friend_request_is_taken_back_or_declined(string first, string second)
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        Assert.Equal("100 OK", await alice.AskAsync("FRIEND#ADD#bob"));
        Assert.Equal("* FRIEND#alice#incoming", await bob.ReadLineAsync());
        var (actor, other) = first.EndsWith("#bob", StringComparison.Ordinal) ? (alice, bob) : (bob, alice);
        Assert.Equal("100 OK", await actor.AskAsync(first));
        Assert.Equal($"* FRIEND#{actor.Name}#removed", await other.ReadLineAsync());
        Assert.Equal("250 UNKNOWN", await other.AskAsync(second));
        Assert.Empty(await FriendsAsync(alice));
        Assert.Empty(await FriendsAsync(bob));
    }

    [Fact]
    public async Task Friend_that_blocks_ends_it_and_is_not_asked_again()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        await BefriendAsync(alice, bob);
        Assert.Equal("100 OK", await alice.AskAsync("FRIEND#BLOCK#bob"));
        Assert.Equal("* FRIEND#alice#removed", await bob.ReadLineAsync());
        Assert.Equal(["bob#blocked#offline#-#-"], await FriendsAsync(alice));
        Assert.Empty(await FriendsAsync(bob));
        Assert.Equal("230 NOT_ALLOWED", await bob.AskAsync("FRIEND#ADD#alice"));
        Assert.Equal("230 NOT_ALLOWED", await alice.AskAsync("FRIEND#ADD#bob"));
        Assert.Equal("100 OK", await alice.AskAsync("FRIEND#BLOCK#bob"));
        Assert.Equal("100 OK", await alice.AskAsync("FRIEND#UNBLOCK#bob"));
        Assert.Equal("250 UNKNOWN", await alice.AskAsync("FRIEND#UNBLOCK#bob"));
        Assert.Equal("100 OK", await bob.AskAsync("FRIEND#ADD#alice"));
        Assert.Equal("* FRIEND#bob#incoming", await alice.ReadLineAsync());
    }

    [Theory]
    [InlineData("FRIEND#ADD#alice", "330 SELF_PAYMENT")]
    [InlineData("FRIEND#BLOCK#ALICE", "330 SELF_PAYMENT")]
    [InlineData("FRIEND#ADD#nobody", "250 UNKNOWN")]
    [InlineData("FRIEND#REMOVE#bob", "250 UNKNOWN")]
    [InlineData("FRIEND#ACCEPT#bob", "250 UNKNOWN")]
    [InlineData("FRIEND#LIKE#bob", "240 BAD_REQUEST")]
    [InlineData("FRIEND#ADD#", "240 BAD_REQUEST")]
    [InlineData("FRIEND#ADD", "240 BAD_REQUEST")]
    public async Task Friend_requests_that_make_no_sense_are_refused(string message, string answer)
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await hub.LogInAsync("bob");
        Assert.Equal(answer, await alice.AskAsync(message));
    }

    [Fact]
    public async Task Friend_changes_are_limited_to_sixty_a_minute()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await alice.Client.SendAsync(string.Concat(Enumerable.Repeat("FRIEND#ADD#nobody\n", 61)));
        for (var i = 0; i < 60; i++)
            Assert.Equal("250 UNKNOWN", await alice.ReadLineAsync());
        Assert.Equal("429 TOO_MANY", await alice.ReadLineAsync());
    }

    [Fact]
    public async Task Friends_see_each_other_come_and_go_but_not_move()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var stranger = await TestWallet.OpenAsync(hub, "stranger");
        await using (var bob = await TestWallet.OpenAsync(hub, "bob"))
        {
            await BefriendAsync(alice, bob);
            await using var moved = await bob.AgainAsync();
            await moved.Client.LogInAsync("bob");
            await moved.Client.LogInAsync("bob", 7002);
            Assert.Equal("* BYE#takeover\r\n", await bob.Client.ReadToEndAsync());
            await alice.AssertQuietAsync();
            await moved.AskAsync("Exit");
            Assert.Equal("* OFFLINE#bob", await alice.ReadLineAsync());
            Assert.Equal(["bob#friends#offline#-#-"], await FriendsAsync(alice));
            await using var back = await bob.AgainAsync();
            await back.Client.LogInAsync("bob");
            Assert.Equal("* ONLINE#bob", await alice.ReadLineAsync());
            Assert.Equal("100 OK", await alice.AskAsync("FRIEND#REMOVE#bob"));
        }
        await alice.AssertQuietAsync();
        await stranger.AssertQuietAsync();
    }

    [Fact]
    public async Task Friends_stand_first_in_the_list_of_either_dialect()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        await using var carol = await TestWallet.OpenAsync(hub, "carol");
        await using var dave = await TestWallet.OpenAsync(hub, "dave");
        Assert.Equal(["alice", "dave", "carol", "bob"], await NamesAsync(alice));
        await BefriendAsync(alice, bob);
        Assert.Equal(["alice", "bob", "dave", "carol"], await NamesAsync(alice));
        await BefriendAsync(alice, carol);
        Assert.Equal(["alice", "carol", "bob", "dave"], await NamesAsync(alice));
        await using var classic = await alice.AgainAsync();
        Assert.Equal(["alice", "carol", "bob", "dave"], Names(await classic.Client.LogInAsync("alice")));
        Assert.Equal("100 OK", await bob.AskAsync("FRIEND#REMOVE#alice"));
        Assert.Equal(["alice", "carol", "dave", "bob"], await NamesAsync(classic));
    }

    [Fact]
    public async Task Who_has_blocked_the_asker_is_missing_in_its_list_of_either_dialect_and_is_not_counted()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        await using var carol = await hub.LogInAsync("carol");
        Assert.Equal("100 OK", await bob.AskAsync("FRIEND#BLOCK#ALICE"));
        Assert.Equal("100 OK", await bob.AskAsync("FRIEND#BLOCK#carol"));
        Assert.Equal(["alice", "carol"], await NamesAsync(alice));
        Assert.Equal(["carol", "alice"], Names(await carol.ListAsync()));
        Assert.Equal(["bob", "carol", "alice"], await NamesAsync(bob));
        await using var again = await alice.AgainAsync();
        Assert.Equal(["alice", "carol"], Names(await again.Client.LogInAsync("alice")));
        await using var carolAgain = await hub.ConnectAsync();
        Assert.Equal(["carol", "alice"], Names(await carolAgain.LogInAsync("carol")));
        Assert.Equal("100 OK", await bob.AskAsync("FRIEND#UNBLOCK#alice"));
        Assert.Equal(["alice", "carol", "bob"], await NamesAsync(again));
        Assert.Equal(["carol", "alice"], Names(await carolAgain.ListAsync()));
    }

    [Fact]
    public async Task Login_does_not_wait_for_a_friendship_that_is_written()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        await BefriendAsync(alice, bob);
        await using var again = await alice.AgainAsync();
        var (book, board) = (hub.Services.GetRequiredService<FriendBook>(), hub.Services.GetRequiredService<PresenceBoard>());
        Task<FriendResult> blocking;
        using (await hub.Services.GetRequiredService<WriteGate>().EnterAsync(TestContext.Current.CancellationToken))
        {
            blocking = book.BlockAsync(board.Find("bob")!, "alice");
            Assert.Equal(["alice", "bob"], Names(await again.Client.LogInAsync("alice")));
            Assert.False(blocking.IsCompleted);
        }
        Assert.Equal(FriendOutcome.Done, (await blocking).Outcome);
        Assert.Equal(["alice"], await NamesAsync(again));
    }

    [Fact]
    public async Task Login_misses_no_change_that_is_written_while_it_reads()
    {
        await using var hub = Hub.Start();
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        var (book, board) = (hub.Services.GetRequiredService<FriendBook>(), hub.Services.GetRequiredService<PresenceBoard>());
        for (var round = 0; round < 50; round++)
        {
            var (session, isBlocked) = (board.Find("alice")!, round % 2 == 0);
            var changing = Task.Run(() => isBlocked ? book.BlockAsync(board.Find("bob")!, "alice") : book.UnblockAsync(board.Find("bob")!, "alice"));
            while (!changing.IsCompleted)
                await book.EnterAsync(session);
            Assert.Equal(FriendOutcome.Done, (await changing).Outcome);
            Assert.Equal(isBlocked, !session.Circle.BlockedBy.IsEmpty);
        }
    }

    private static async Task BefriendAsync(TestWallet asker, TestWallet other)
    {
        Assert.Equal("100 OK", await asker.AskAsync($"FRIEND#ADD#{other.Name}"));
        Assert.Equal($"* FRIEND#{asker.Name}#incoming", await other.ReadLineAsync());
        Assert.Equal("100 OK", await other.AskAsync($"FRIEND#ACCEPT#{asker.Name}"));
        Assert.Equal($"* FRIEND#{other.Name}#friends", await asker.ReadLineAsync());
    }

    private static async Task<string[]> FriendsAsync(TestWallet asker)
    {
        var head = await asker.AskAsync("FRIENDS");
        var lines = new string[int.Parse(head["100 OK#".Length..], System.Globalization.CultureInfo.InvariantCulture)];
        for (var i = 0; i < lines.Length; i++)
            lines[i] = await asker.ReadLineAsync();
        return lines;
    }

    private static async Task<string[]> NamesAsync(TestWallet asker) => Names(await asker.Client.ListAsync());

    private static string[] Names(ListAnswer list) => [.. list.Accounts.Select(line => line.Split('#')[0])];
}
