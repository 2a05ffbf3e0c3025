using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Data.Queries;
using PaymentId = PayHub.Protocol.Signing.PaymentId;

namespace PayHub.Bench.Reading;

/// <summary>What <c>/ledger</c>, the search box and wallets ask of transfers.</summary>
internal static class LedgerCases
{
    private const int PageSize = 50;

    public static IEnumerable<QueryCase> Of(QueriedHub hub)
    {
        var queries = hub.Get<LedgerQueries>();
        var history = hub.Get<HistoryQueries>();
        var transfers = hub.Get<TransferQueries>();
        var refusals = hub.Get<RefusalQueries>();
        var search = hub.Get<SearchQueries>();
        QueryCase Page(string name, Func<LedgerFilter> filter, Func<LedgerCursor>? from = null) =>
            new("ledger: " + name, stop => queries.PageAsync(filter(), from?.Invoke() ?? LedgerCursor.Top, PageSize, stop));
        LedgerCursor Somewhere() => new(hub.SomeId(), hub.Some(0, 1) == 1);
        LedgerFilter Day(LedgerFilter filter)
        {
            var day = hub.SomeTime();
            return filter with { Since = day, Until = day.AddDays(1) };
        }

        yield return Page("newest", () => LedgerFilter.None);
        yield return Page("any page", () => LedgerFilter.None, Somewhere);
        yield return Page("one id", () => new LedgerFilter(Id: hub.SomeId()));
        yield return Page("an account", () => new LedgerFilter(hub.SomeName()));
        yield return Page("the busiest account", () => new LedgerFilter(hub.Busiest.Name));
        yield return Page("the busiest account, any page", () => new LedgerFilter(hub.Busiest.Name), Somewhere);
        yield return Page("two accounts", () => new LedgerFilter(hub.SomeName(), Counterparty: hub.SomeName()));
        yield return Page("the busiest account and another", () => new LedgerFilter(hub.Busiest.Name, Counterparty: hub.SomeName()));
        yield return Page("the two busiest accounts", () => new LedgerFilter(hub.Busiest.Name, Counterparty: hub.Second.Name), Somewhere);
        foreach (var kind in Enum.GetValues<TransferKind>())
        {
            yield return Page($"kind {kind}", () => new LedgerFilter(Kind: kind));
            yield return Page($"kind {kind}, any page", () => new LedgerFilter(Kind: kind), Somewhere);
        }
        yield return Page("a day", () => Day(LedgerFilter.None));
        yield return Page("since a time", () => new LedgerFilter(Since: hub.SomeTime()));
        yield return Page("until a time", () => new LedgerFilter(Until: hub.SomeTime()));
        yield return Page("an account, a day", () => Day(new LedgerFilter(hub.SomeName())));
        yield return Page("the busiest account, a day", () => Day(new LedgerFilter(hub.Busiest.Name)));
        yield return Page("deposits, a day", () => Day(new LedgerFilter(Kind: TransferKind.Deposit)));
        yield return Page("amounts, much found", () => new LedgerFilter(MinAmount: hub.Some(100, 200), MaxAmount: 1_000));
        yield return Page("amounts, little found", () => new LedgerFilter(MinAmount: hub.Some(40_000, 50_000)));
        yield return Page("amounts, nothing found", () => new LedgerFilter(MinAmount: long.MaxValue), Somewhere);
        yield return Page("amounts, a day", () => Day(new LedgerFilter(MinAmount: 5_000)));
        yield return Page("amounts, an account", () => new LedgerFilter(hub.SomeName(), MinAmount: 500));
        yield return Page("amounts, the busiest account, nothing found", () => new LedgerFilter(hub.Busiest.Name, MinAmount: long.MaxValue), Somewhere);
        yield return Page("reversals, the busiest account", () => new LedgerFilter(hub.Busiest.Name, TransferKind.Reversal), Somewhere);
        yield return Page("openings, amounts, nothing found", () => new LedgerFilter(Kind: TransferKind.Opening, MaxAmount: 1));
        yield return new("ledger: how many came", stop => queries.CountNewerAsync(LedgerFilter.None, hub.Transfers - hub.Some(1, 5_000), 100, stop));
        yield return new("ledger: how many came, amounts", stop => queries.CountNewerAsync(new LedgerFilter(MinAmount: long.MaxValue), hub.SomeId(), 100, stop));
        yield return new("history: an account", _ => history.PageAsync(hub.SomeAccount(), PageSize, null));
        yield return new("history: the busiest account, any page", _ => history.PageAsync(hub.Busiest.Id, PageSize, hub.SomeId()));
        yield return new("entry: details", stop => transfers.FindAsync(hub.SomeId(), stop));
        yield return new("entry: reversals", stop => transfers.ReversalsAsync(hub.SomeId(), stop));
        yield return new("refused: newest", stop => refusals.PageAsync(new RefusalFilter(), LedgerCursor.Top, PageSize, stop));
        yield return new("refused: of a reason", stop => refusals.PageAsync(new RefusalFilter(TransferOutcome.Frozen), LedgerCursor.Top, PageSize, stop));
        yield return new("refused: an account", stop => refusals.PageAsync(new RefusalFilter(Account: hub.SomeName()), LedgerCursor.Top, PageSize, stop));
        yield return new("search: a letter", stop => search.SearchAsync(hub.SomeName()[..1], stop));
        yield return new("search: a name", stop => search.SearchAsync(hub.SomeName(), stop));
        yield return new("search: an id", stop => search.SearchAsync($"#{hub.SomeId()}", stop));
        yield return new("search: no such payment id", stop => search.SearchAsync(PaymentId.New(), stop));
    }
}
