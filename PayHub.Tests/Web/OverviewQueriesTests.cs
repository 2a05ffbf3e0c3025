using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Queries;

namespace PayHub.Tests.Web;

public sealed class OverviewQueriesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Figures_follow_what_is_added_and_start_anew_at_midnight_UTC()
    {
        await using var scratch = ScratchLedger.Create("alice", "bob");
        scratch.Start = new DateTimeOffset(2026, 3, 1, 23, 58, 0, TimeSpan.Zero);
        var clock = new SettableClock { Now = scratch.Start.AddSeconds(100) };
        scratch.Transfer(1, 2, 1000, TransferKind.Opening);
        scratch.Transfer(2, 3, 10, seconds: 5);
        scratch.Transfer(2, 3, 20, seconds: 50);
        scratch.Transfer(1, 3, 1000, TransferKind.Opening, 60);
        scratch.Transfer(3, 2, 30, seconds: 90);
        await scratch.SaveAsync();
        using var queries = new OverviewQueries(
            scratch.Database, new LedgerQueries(scratch.Database), new PresenceBoard(new LiveFeed(), clock), clock);

        var before = await queries.ReadAsync(Stop);
        Assert.Equal((Int128)60, before.VolumeToday);
        Assert.Equal(2, before.PaymentsLastMinute);
        Assert.Equal(2, before.Accounts);
        Assert.Equal([5, 3, 2], before.Newest.Select(r => r.Id));

        scratch.Transfer(2, 3, 7, seconds: 110);
        scratch.Transfer(2, 3, 4, seconds: 130);
        scratch.Account("carol");
        await scratch.SaveAsync();
        clock.Now = scratch.Start.AddSeconds(131);
        var after = await queries.ReadAsync(Stop);
        Assert.Equal((Int128)4, after.VolumeToday);
        Assert.Equal(3, after.PaymentsLastMinute);
        Assert.Equal(3, after.Accounts);
    }

    [Fact]
    public async Task A_volume_beyond_Int64_is_summed_exactly()
    {
        await using var scratch = ScratchLedger.Create("alice", "bob");
        for (var i = 0; i < 5; i++)
            scratch.Transfer(2 + i % 2, 3 - i % 2, 8_999_999_999_999_999_999);
        await scratch.SaveAsync();
        var clock = new SettableClock { Now = scratch.Start };
        using var queries = new OverviewQueries(
            scratch.Database, new LedgerQueries(scratch.Database), new PresenceBoard(new LiveFeed(), clock), clock);
        Assert.Equal((Int128)8_999_999_999_999_999_999 * 5, (await queries.ReadAsync(Stop)).VolumeToday);
    }

    [Fact]
    public async Task A_new_hub_has_figures_too()
    {
        await using var scratch = ScratchLedger.Create();
        await scratch.SaveAsync();
        using var queries = new OverviewQueries(
            scratch.Database, new LedgerQueries(scratch.Database), new PresenceBoard(new LiveFeed(), TimeProvider.System), TimeProvider.System);
        var overview = await queries.ReadAsync(Stop);
        Assert.Equal((0L, 0L, 0L), (overview.Accounts, overview.PaymentsLastMinute, overview.MoneyInIssue));
        Assert.Empty(overview.Newest);
    }

    private sealed class SettableClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
