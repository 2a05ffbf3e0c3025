using PayHub.Data.Model;
using PayHub.Data.Queries;

namespace PayHub.Bench.Reading;

/// <summary>What <c>/accounts</c>, logins and the overview ask.</summary>
internal static class AccountCases
{
    private const int PageSize = 50;

    public static IEnumerable<QueryCase> Of(QueriedHub hub)
    {
        var queries = hub.Get<AccountQueries>();
        var lookup = hub.Get<AccountLookup>();
        var overview = hub.Get<OverviewQueries>();
        QueryCase Page(string name, Func<AccountFilter> filter, Func<AccountCursor>? from = null) =>
            new("accounts: " + name, stop => queries.PageAsync(filter(), from?.Invoke(), PageSize, stop));
        AccountCursor Somewhere() => new(hub.SomeAccount(), hub.Some(0, 1) == 1);

        foreach (var order in Enum.GetValues<AccountOrder>())
        {
            var by = order == AccountOrder.Name ? "by name" : "newest";
            yield return Page(by, () => new AccountFilter(Order: order));
            yield return Page($"{by}, any page", () => new AccountFilter(Order: order), Somewhere);
            foreach (var status in Enum.GetValues<AccountStatus>())
                yield return Page($"{status}, {by}, any page", () => new AccountFilter(Status: status, Order: order), Somewhere);
            foreach (var kind in Enum.GetValues<KeyKind>())
            {
                yield return Page($"{kind}, {by}, any page", () => new AccountFilter(KeyKind: kind, Order: order), Somewhere);
                yield return Page($"frozen and {kind}, {by}", () => new AccountFilter(Status: AccountStatus.Frozen, KeyKind: kind, Order: order));
                yield return Page($"active and {kind}, {by}, any page", () => new AccountFilter(Status: AccountStatus.Active, KeyKind: kind, Order: order), Somewhere);
            }
        }
        yield return Page("a letter", () => new AccountFilter(hub.SomeName()[..1]));
        yield return Page("some letters", () => new AccountFilter(hub.SomeName()[..4]));
        yield return Page("a whole name", () => new AccountFilter(hub.SomeName()));
        yield return Page("no such name", () => new AccountFilter("zzzz"));
        yield return Page("a letter, closed", () => new AccountFilter(hub.SomeName()[..1], AccountStatus.Closed));
        yield return Page("a letter, active, keyed", () => new AccountFilter(hub.SomeName()[..1], AccountStatus.Active, KeyKind.Keyed));
        yield return new("account: by name", _ => lookup.FindAsync(hub.SomeName()));
        yield return new("account: its key", _ => lookup.KeyAsync(hub.SomeName()));
        yield return new("overview", stop => overview.ReadAsync(stop));
    }
}
