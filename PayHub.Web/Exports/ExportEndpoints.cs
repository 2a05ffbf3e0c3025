using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using PayHub.Data.Queries;
using PayHub.Web.Filters;
using PayHub.Web.Looks;

namespace PayHub.Web.Exports;

/// <summary>What is on screen as a CSV file: <c>/export/ledger.csv</c>, <c>/export/accounts.csv</c>, <c>/export/audit.csv</c>, each with its page's own filter.</summary>
internal static class ExportEndpoints
{
    private static readonly string[] LedgerHeader =
        ["id", "time", "kind", "debit", "credit", "amount", "currency", "debit_balance_after", "credit_balance_after", "memo"];

    private static readonly string[] AccountsHeader = ["name", "balance", "currency", "status", "key", "opened", "last_seen"];

    private static readonly string[] AuditHeader =
        ["id", "time", "operator", "operator_id", "ip", "action", "target_type", "target_id", "transfer", "reason", "before", "after"];

    /// <summary>Maps them; like everything else they need sign-in.</summary>
    public static void MapExports(this IEndpointRouteBuilder app)
    {
        app.MapGet("/export/ledger.csv", Ledger);
        app.MapGet("/export/accounts.csv", Accounts);
        app.MapGet("/export/audit.csv", Audit);
    }

    // MoneyFormat has to be said to be a service: minimal APIs take whatever has a TryParse for a value of the address.
    private static IResult Ledger(HttpRequest request, LedgerQueries query, [FromServices] MoneyFormat format)
    {
        var parts = Parts(request);
        var filter = parts.Filter(format);
        return Refuse(parts) ?? new CsvResult<LedgerRow>("ledger", LedgerHeader, stop => query.StreamAsync(filter, stop), (csv, row) => csv
            .Number(row.Id).Time(row.At).Plain(Word(row.Kind)).Text(row.Debit).Text(row.Credit)
            .Plain(format.Plain(row.Amount)).Plain(format.Code).Plain(format.Plain(row.DebitAfter)).Plain(format.Plain(row.CreditAfter)).Text(row.Memo));
    }

    private static IResult Accounts(HttpRequest request, AccountQueries query, [FromServices] MoneyFormat format)
    {
        var parts = Parts(request);
        var filter = parts.AccountFilter();
        return Refuse(parts) ?? new CsvResult<AccountRow>("accounts", AccountsHeader, stop => query.StreamAsync(filter, stop), (csv, row) => csv
            .Text(row.Name).Plain(format.Plain(row.Balance)).Plain(format.Code).Plain(Word(row.Status)).Plain(Word(row.KeyKind))
            .Time(row.CreatedAt).Time(row.LastSeen));
    }

    private static IResult Audit(HttpRequest request, AuditQueries query)
    {
        var parts = Parts(request);
        var filter = parts.AuditFilter();
        return Refuse(parts) ?? new CsvResult<AuditRow>("audit", AuditHeader, stop => query.StreamAsync(filter, stop), (csv, row) => csv
            .Number(row.Id).Time(row.At).Text(row.OperatorName).Text(row.OperatorId).Text(row.Ip).Text(row.Action).Text(row.TargetType)
            .Text(row.TargetId).Number(row.TransferId).Text(row.Reason).Text(row.Before).Text(row.After));
    }

    private static AddressParts Parts(HttpRequest request) => new(name => request.Query[name]);

    // A page leaves out what can't be meant and shows so; a file that silently holds more than was asked for would mislead.
    private static IResult? Refuse(AddressParts parts) => parts.Wrong is [var first, ..]
        ? Results.Problem($"The address holds something under \"{first}\" that can't be meant.", statusCode: StatusCodes.Status400BadRequest)
        : null;

    private static string Word<T>(T member)
        where T : struct, Enum => member.ToString().ToLowerInvariant();
}
