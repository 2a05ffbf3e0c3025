using PayHub.Data.Ledger;
using PayHub.Data.Queries;
using PayHub.Tests.Ledgers;

namespace PayHub.Tests.Web;

public sealed class AuditQueriesTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_lead_to_the_end_and_back_and_a_stream_holds_the_same()
    {
        await using var rig = await LedgerRig.StartAsync();
        await ActAsync(rig, Enumerable.Range(0, 1203).Select(i => Act("ann", "account.note", $"a{i % 7}")));
        var queries = new AuditQueries(rig.Database);
        var seen = new List<long>();
        var (page, last) = (await queries.PageAsync(AuditFilter.None, LedgerCursor.Top, 500, Stop), default(AuditPage));
        Assert.Null(page.Newer);
        for (; ; page = await queries.PageAsync(AuditFilter.None, page.Older.Value, 500, Stop))
        {
            seen.AddRange(page.Rows.Select(r => r.Id));
            last = page;
            if (page.Older is null)
                break;
        }
        Assert.Equal(Enumerable.Range(1, 1203).Reverse().Select(i => (long)i), seen);
        Assert.Equal(203, last.Rows.Count);
        var back = await queries.PageAsync(AuditFilter.None, last.Newer!.Value, 500, Stop);
        Assert.Equal(((long)703, (long)204), (back.Rows[0].Id, back.Rows[^1].Id));
        Assert.Equal(seen, (await queries.StreamAsync(AuditFilter.None, Stop).ToListAsync(Stop)).Select(r => r.Id));
        Assert.Equal(3, await queries.CountNewerAsync(AuditFilter.None, 1200, 99, Stop));
        Assert.Equal(99, await queries.CountNewerAsync(AuditFilter.None, 0, 99, Stop));
    }

    [Fact]
    public async Task Each_filter_shows_what_it_names_and_nothing_else()
    {
        var clock = new ManualClock(Start);
        await using var rig = await LedgerRig.StartAsync(clock);
        await rig.OpenAsync("Maria");
        OperatorAct[] acts =
        [
            Act("ann", "account.note", "Maria"), Act("ben", "account.freeze", "Maria"), Act("ann", "session.disconnect", "7", "session"),
            Act("ann", "account.freeze", "7"),
        ];
        foreach (var act in acts)
        {
            clock.Move(TimeSpan.FromMinutes(1));
            await ActAsync(rig, act);
        }
        var queries = new AuditQueries(rig.Database);
        async Task<string> IdsAsync(AuditFilter filter) =>
            string.Join(' ', (await queries.PageAsync(filter, LedgerCursor.Top, 50, Stop)).Rows.Select(r => r.Id));

        Assert.Equal("4 3 1", await IdsAsync(new AuditFilter(Operator: "id-ann")));
        Assert.Equal("", await IdsAsync(new AuditFilter(Operator: "nobody")));
        Assert.Equal("4 2", await IdsAsync(new AuditFilter(Action: "account.freeze")));
        Assert.Equal("2 1", await IdsAsync(new AuditFilter(TargetType: "account", TargetId: "mARIA")));
        Assert.Equal("3", await IdsAsync(new AuditFilter(TargetType: "session", TargetId: "7")));
        Assert.Equal("4 3", await IdsAsync(new AuditFilter(TargetId: "7")));
        Assert.Equal("3 2", await IdsAsync(new AuditFilter(From: Start.AddMinutes(2), Until: Start.AddMinutes(4))));
        Assert.Equal("4 3 2 1", await IdsAsync(new AuditFilter(From: Start, Until: Start.AddDays(1))));
        Assert.Equal("", await IdsAsync(new AuditFilter(From: Start.AddDays(1))));
        Assert.Equal("2", await IdsAsync(new AuditFilter("id-ben", "account.freeze", "account", "maria", Start, Start.AddDays(1))));
    }

    [Fact]
    public async Task Two_conditions_at_once_are_searched_for_within_a_time_and_the_search_goes_on_where_it_stopped()
    {
        await using var rig = await LedgerRig.StartAsync();
        await ActAsync(rig, Enumerable.Range(0, 3000).Select(i => Act(i == 10 ? "ben" : "ann", i % 2 == 0 ? "account.note" : "account.freeze", "x")));
        var queries = new AuditQueries(rig.Database, new HurryingClock(TimeSpan.FromMilliseconds(30)));
        var rare = new AuditFilter("id-ben", "account.note");

        // Each piece seems to take 30 ms, so each is half as long as the one before: 1000 + 500 + 250.
        var first = await queries.PageAsync(rare, LedgerCursor.Top, 50, Stop);
        Assert.Empty(first.Rows);
        Assert.Equal((new LedgerCursor(1_251, false), 1_750), (first.StoppedAt!.Next, first.StoppedAt.LookedAt));
        var second = await queries.PageAsync(rare, first.StoppedAt.Next, 50, Stop);
        Assert.Equal(11, Assert.Single(second.Rows).Id);
        Assert.Null(second.StoppedAt);
        var up = await queries.PageAsync(rare, new LedgerCursor(11, true), 50, Stop);
        Assert.Equal(new LedgerCursor(1_761, true), up.StoppedAt?.Next);
        Assert.Equal([11], (await queries.StreamAsync(rare, Stop).ToListAsync(Stop)).Select(r => r.Id));
        Assert.Null((await queries.PageAsync(new AuditFilter("id-ben"), LedgerCursor.Top, 50, Stop)).StoppedAt);
    }

    private static OperatorAct Act(string who, string action, string target, string type = "account") =>
        new($"id-{who}", $"{who}@example.org", "127.0.0.1", action, type, target, "asked for it");

    // By the ledger's writer, which writes many in one commit.
    private static Task ActAsync(LedgerRig rig, params IEnumerable<OperatorAct> acts) => Task.WhenAll(acts.Select(async act =>
    {
        var command = new OperatorCommand(act, batch => batch.Record(act));
        Assert.True(await rig.Ledger.TryEnqueueAsync(command));
        Assert.Equal(OperatorOutcome.Done, (await command.Done).Outcome);
    }));
}
