using PayHub.Tests.Ledgers;
using PayHub.Tests.Support;

namespace PayHub.Tests.Tcp;

public sealed class FullDiskTests
{
    private const int BatchFailed = 2002;
    private const int NotReopened = 2004;
    private const int FriendshipNotSaved = 2201;
    private const int EfCommitFailed = 20205; // by what webhooks are told from

    [Fact]
    public async Task On_a_full_disk_extended_clients_are_told_to_come_back_with_the_same_id()
    {
        using var disk = SmallDisk.Mount();
        await using var hub = Hub.Start(disk.Path);
        foreach (var id in new[] { BatchFailed, NotReopened, FriendshipNotSaved, EfCommitFailed })
            hub.Errors.Expect(id);
        await using var alice = await TestWallet.OpenAsync(hub, "alice");
        await using var bob = await TestWallet.OpenAsync(hub, "bob");
        var payment = alice.Sign(10, "bob", expires: DateTimeOffset.UtcNow.AddHours(1));
        disk.Fill();
        // Room that was allotted before may still be used up.
        string answer;
        while ((answer = await alice.AskAsync(alice.Sign(1, "bob"))).StartsWith("100 OK#", StringComparison.Ordinal))
            Assert.StartsWith("* PAID#", await bob.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("500 UNAVAILABLE", answer);
        Assert.Equal("500 UNAVAILABLE", await alice.AskAsync(payment));
        Assert.Equal("500 UNAVAILABLE", await alice.AskAsync("CANCEL#0123456789abcdef"));
        Assert.Equal("500 UNAVAILABLE", await alice.AskAsync("FRIEND#ADD#bob"));
        Assert.Equal("500 UNAVAILABLE", await alice.AskAsync("FRIEND#BLOCK#bob"));
        Assert.Equal("100 OK#0", await alice.AskAsync("FRIENDS"));
        disk.MakeRoom();
        var until = DateTime.UtcNow + TestEnvironment.Bound;
        while ((answer = await alice.AskAsync(payment)) == "500 UNAVAILABLE" && DateTime.UtcNow < until)
        {
        }
        Assert.StartsWith("100 OK#", answer, StringComparison.Ordinal);
        Assert.Equal(answer, await alice.AskAsync(payment));
    }
}
