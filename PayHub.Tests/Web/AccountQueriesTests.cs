using PayHub.Data.Model;
using PayHub.Data.Queries;

namespace PayHub.Tests.Web;

public sealed class AccountQueriesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AccountOrder.Newest, null)]
    [InlineData(AccountOrder.Name, null)]
    [InlineData(AccountOrder.Newest, "A")]
    public async Task Pages_forth_and_back_show_each_account_once_and_in_order(AccountOrder order, string? prefix)
    {
        string[] names = ["alice", "Bob", "anna", "dave", "Aaron", "a.x", "a_y", "zoe", "bert", "Ada"];
        await using var scratch = ScratchLedger.Create(names);
        await scratch.SaveAsync();
        var queries = new AccountQueries(scratch.Database);
        var filter = new AccountFilter(prefix, Order: order);
        var byAge = names.Reverse();
        var byName = names.Where(n => prefix is null || n.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .OrderBy(n => n.ToLowerInvariant(), StringComparer.Ordinal);
        string[] expected = [.. order == AccountOrder.Newest && prefix is null ? byAge : byName];

        var forth = new List<string>();
        var page = await queries.PageAsync(filter, null, 3, Stop);
        Assert.Null(page.Previous);
        forth.AddRange(page.Rows.Select(r => r.Name));
        while (page.Next is { } next)
        {
            page = await queries.PageAsync(filter, next, 3, Stop);
            forth.AddRange(page.Rows.Select(r => r.Name));
        }
        Assert.Equal(expected, forth);

        var back = new List<string>(page.Rows.Select(r => r.Name));
        while (page.Previous is { } previous)
        {
            page = await queries.PageAsync(filter, previous, 3, Stop);
            back.InsertRange(0, page.Rows.Select(r => r.Name));
        }
        Assert.Equal(expected, back);
    }

    [Fact]
    public async Task Status_and_key_filter_and_the_hubs_own_account_is_not_shown()
    {
        await using var scratch = ScratchLedger.Create("alice");
        scratch.Account("bob", AccountStatus.Frozen, KeyKind.Keyed);
        scratch.Account("carol", AccountStatus.Closed);
        scratch.Account("dave", kind: KeyKind.Keyed);
        await scratch.SaveAsync();
        var queries = new AccountQueries(scratch.Database);
        async Task<string> NamesAsync(AccountFilter filter) =>
            string.Join(' ', (await queries.PageAsync(filter, null, 50, Stop)).Rows.Select(r => r.Name));

        Assert.Equal("dave carol bob alice", await NamesAsync(new AccountFilter()));
        Assert.Equal("bob", await NamesAsync(new AccountFilter(Status: AccountStatus.Frozen)));
        Assert.Equal("dave alice", await NamesAsync(new AccountFilter(Status: AccountStatus.Active)));
        Assert.Equal("dave bob", await NamesAsync(new AccountFilter(KeyKind: KeyKind.Keyed)));
        Assert.Equal("dave", await NamesAsync(new AccountFilter("D", AccountStatus.Active, KeyKind.Keyed)));
    }

    [Fact]
    public async Task A_search_that_finds_little_says_where_it_stopped_and_goes_on_there()
    {
        await using var scratch = ScratchLedger.Create();
        for (var i = 0; i < 2_500; i++)
            scratch.Account($"n{i:0000}", i % 1_000 == 0 ? AccountStatus.Active : AccountStatus.Closed);
        await scratch.SaveAsync();
        var queries = new AccountQueries(scratch.Database, new HurryingClock(TimeSpan.FromSeconds(1)));
        foreach (var order in Enum.GetValues<AccountOrder>())
        {
            var filter = new AccountFilter(Status: AccountStatus.Active, Order: order);
            string[] expected = order == AccountOrder.Name ? ["n0000", "n1000", "n2000"] : ["n2000", "n1000", "n0000"];

            var first = await queries.PageAsync(filter, null, 50, Stop);
            Assert.Equal(expected[0], Assert.Single(first.Rows).Name);
            Assert.Equal((1_000, order == AccountOrder.Name ? "n0999" : "n1500"), (first.StoppedAt!.LookedAt, first.StoppedAt.Name));
            Assert.Null(first.Total);
            var second = await queries.PageAsync(filter, first.StoppedAt.Next, 50, Stop);
            Assert.Equal(expected[1], Assert.Single(second.Rows).Name);

            Assert.Equal(expected, await StreamedAsync(queries, filter));
        }
    }

    [Fact]
    public async Task The_stream_has_every_account_in_order_and_the_total_is_theirs()
    {
        await using var scratch = ScratchLedger.Create([.. Enumerable.Range(0, 4_500).Select(i => $"n{i:0000}")]);
        await scratch.SaveAsync();
        var queries = new AccountQueries(scratch.Database);
        var names = await StreamedAsync(queries, new AccountFilter("n"));
        Assert.Equal(Enumerable.Range(0, 4_500).Select(i => $"n{i:0000}"), names);
        Assert.Equal(new RowCount(4_500, false), (await queries.PageAsync(new AccountFilter(), null, 5, Stop)).Total);
        Assert.Equal(new RowCount(100, false), (await queries.PageAsync(new AccountFilter("n00"), null, 5, Stop)).Total);
    }

    private static async Task<List<string>> StreamedAsync(AccountQueries queries, AccountFilter filter)
    {
        var names = new List<string>();
        await foreach (var row in queries.StreamAsync(filter, Stop))
            names.Add(row.Name);
        return names;
    }
}
