using PayHub.Data.Queries;

namespace PayHub.Bench.Reading;

/// <summary>What an account's own page and the audit ask.</summary>
internal static class DeskCases
{
    private const int PageSize = 50;

    public static IEnumerable<QueryCase> Of(QueriedHub hub)
    {
        var details = hub.Get<AccountDetails>();
        var balances = hub.Get<BalanceHistory>();
        var audit = hub.Get<AuditQueries>();
        QueryCase Audit(string name, Func<AuditFilter> filter) =>
            new("audit: " + name, stop => audit.PageAsync(filter(), LedgerCursor.Top, PageSize, stop));

        yield return new("account: details", stop => details.FindAsync(hub.SomeName(), stop));
        yield return new("account: relations", stop => details.RelationsAsync(hub.SomeAccount(), stop));
        yield return new("account: sessions", stop => details.SessionsAsync(hub.SomeAccount(), null, PageSize, stop));
        yield return new("account: sessions of the busiest", stop => details.SessionsAsync(hub.Busiest.Id, null, PageSize, stop));
        yield return new("account: notes", stop => details.NotesAsync(hub.SomeAccount(), null, PageSize, stop));
        yield return new("balance: an account, all the time", stop => balances.ReadAsync(hub.SomeAccount(), hub.FirstAt, hub.LastAt, stop));
        yield return new("balance: the busiest, all the time", stop => balances.ReadAsync(hub.Busiest.Id, hub.FirstAt, hub.LastAt, stop));
        yield return new("balance: the busiest, the last day", stop => balances.ReadAsync(hub.Busiest.Id, hub.LastAt.AddDays(-1), hub.LastAt, stop));
        yield return new("balance: the busiest, since a time", stop => balances.ReadAsync(hub.Busiest.Id, hub.SomeTime(), hub.LastAt, stop));
        yield return Audit("newest", () => AuditFilter.None);
        yield return Audit("an operator", () => new AuditFilter("seed"));
        yield return Audit("an action", () => new AuditFilter(Action: "account.close"));
        yield return Audit("an account", () => new AuditFilter(TargetType: "account", TargetId: hub.SomeName()));
        yield return Audit("a target of any type", () => new AuditFilter(TargetId: hub.SomeName()));
        yield return Audit("an operator, an action", () => new AuditFilter("seed", "account.close"));
        yield return Audit("an operator, an action that never was", () => new AuditFilter("seed", "operator.invite"));
        yield return Audit("since a time", () => new AuditFilter(From: hub.SomeTime()));
    }
}
