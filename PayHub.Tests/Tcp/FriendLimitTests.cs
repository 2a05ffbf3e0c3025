using Microsoft.Extensions.DependencyInjection;
using PayHub.Data;
using PayHub.Data.Friends;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Queries;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class FriendLimitTests
{
    [Fact]
    public async Task An_account_asks_so_many_and_no_more_and_others_cannot_use_that_up()
    {
        await using var hub = Hub.Start();
        var book = hub.Services.GetRequiredService<FriendBook>();
        await OpenAsync(hub, ["alice", .. Enumerable.Range(0, FriendLimits.Friends + 1).Select(i => $"friend{i}")]);
        var alice = await SessionAsync(hub, "alice");
        for (var i = 0; i < FriendLimits.Incoming; i++)
            Assert.Equal(FriendOutcome.Done, (await book.AddAsync(await SessionAsync(hub, $"friend{i}"), "alice")).Outcome);
        Assert.Equal(FriendOutcome.Limit, (await book.AddAsync(await SessionAsync(hub, $"friend{FriendLimits.Incoming}"), "alice")).Outcome);
        for (var i = 1; i <= FriendLimits.Friends; i++)
            Assert.Equal(FriendOutcome.Done, (await book.AddAsync(alice, $"friend{i}")).Outcome);
        Assert.Equal(FriendOutcome.Limit, (await book.AddAsync(alice, "friend0")).Outcome);
        Assert.Equal(FriendOutcome.Limit, (await book.AcceptAsync(alice, "friend0")).Outcome);
        Assert.Equal(FriendOutcome.Done, (await book.RemoveAsync(alice, "friend1")).Outcome);
        Assert.Equal(FriendOutcome.Done, (await book.AcceptAsync(alice, "friend0")).Outcome);
        Assert.Equal(FriendLimits.Friends, (await book.ListAsync(alice.AccountId)).Count);
    }

    private static Task OpenAsync(Hub hub, string[] names)
    {
        var ledger = hub.Services.GetRequiredService<Ledger>();
        return Task.WhenAll(names.Select(async name => Assert.Equal(OpenAccountOutcome.Opened, await ledger.OpenAccountAsync(name, null, Money.Zero))));
    }

    private static async Task<OnlineSession> SessionAsync(Hub hub, string name)
    {
        var account = await hub.Services.GetRequiredService<AccountLookup>().FindAsync(name);
        return new OnlineSession
        {
            Id = 0, AccountId = account!.Id, Name = name, IsKeyed = false, Port = 1, Since = DateTimeOffset.UnixEpoch, Link = new NoLink(),
            RequestsBefore = 0, BytesBefore = 0,
        };
    }

    private sealed class NoLink : IClientLink
    {
        public string Ip => "127.0.0.1";

        public bool IsTls => false;

        public long Requests => 0;

        public long Bytes => 0;

        public DateTimeOffset LastMessageAt => DateTimeOffset.UnixEpoch;

        public void Disconnect(SessionEnd reason)
        {
        }
    }
}
