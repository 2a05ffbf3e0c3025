using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Queries;

namespace PayHub.Web.Api;

internal static class AccountEndpoints
{
    private const char List = 'a';

    private static readonly QueryParameter<string> Prefix = QueryParameter.AccountName("prefix", "How the name begins, in any ASCII case; such a list is ordered by name.");
    private static readonly QueryParameter<AccountStatus> Status = QueryParameter.OneOf<AccountStatus>("status", "What the account may do.");
    private static readonly QueryParameter<KeyKind> Key = QueryParameter.OneOf<KeyKind>("key", "How the account logs in.");
    private static readonly QueryParameter<AccountOrder> Order = QueryParameter.OneOf<AccountOrder>("order", "By name, or the newest first, which is usual.");
    private static readonly QueryParameter<long> Cursor = Paging.Cursor(List);

    /// <summary>The account of that name, in any ASCII case; null where there is none.</summary>
    // In order of names it is the first of those that begin so.
    public static async Task<AccountRow?> NamedAsync(this AccountQueries queries, string name, CancellationToken cancellationToken) =>
        (await queries.PageAsync(new AccountFilter(Prefix: name), null, 1, cancellationToken)).Rows is [var row] && Account.KeyOf(row.Name) == Account.KeyOf(name) ? row : null;

    public static void MapAccounts(this RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts");
        accounts.MapGet("", ListAsync).Reads<AccountList>(Prefix, Status, Key, Order, Paging.Limit, Cursor)
            .WithName("listAccounts").WithSummary("Accounts, by page");
        accounts.MapGet("/{name}", FindAsync).Reads<AccountShape>().Refuses(404)
            .WithName("getAccount").WithSummary("One account");
        accounts.MapPost("", OpenAsync)
            .Acts<AccountRequest, OpenedAnswer>(OperatorRoles.Admin, 201, """{"name":"carol","opening_balance":500,"reason":"new member"}""")
            .WithName("openAccount").WithSummary("Open an account")
            .WithDescription("It is keyless; its owner binds a key to it through an enrolment window, which an Admin opens on the dashboard.");
        MapStatus(accounts, "freeze", AccountStatus.Frozen, "Freeze an account", "It neither pays nor is paid, from the next payment on, until it is unfrozen.");
        MapStatus(accounts, "unfreeze", AccountStatus.Active, "Unfreeze an account", "It pays and is paid again.");
        MapStatus(accounts, "close", AccountStatus.Closed, "Close an account", "For good, and only at balance zero. Who is online at it is disconnected; the name is not given again.");
    }

    private static void MapStatus(RouteGroupBuilder accounts, string act, AccountStatus status, string summary, string description) =>
        accounts.MapPost($"/{{name}}/{act}", (string name, ReasonRequest body, HttpContext context, OperatorDesk desk) =>
                SetStatusAsync(name, status, $"account.{act}", body, context, desk))
            .Acts<ReasonRequest, StatusAnswer>(OperatorRoles.Admin, 200, """{"reason":"asked for by the owner"}""")
            .WithName($"{act}Account").WithSummary(summary).WithDescription(description);

    private static async Task<IResult> ListAsync(HttpRequest request, AccountQueries queries, PresenceBoard board, CancellationToken cancellationToken)
    {
        var filter = new AccountFilter(request.Read(Prefix), request.Read(Status), request.Read(Key), request.Read(Order) ?? AccountOrder.Newest);
        AccountCursor? from = request.Read(Cursor) is { } id ? new AccountCursor(id, Back: false) : null;
        var page = await queries.PageAsync(filter, from, Paging.Size(request), cancellationToken);
        var next = (page.StoppedAt?.Next ?? page.Next) is { } at ? Paging.Write(List, at.Id) : null;
        var stopped = page.StoppedAt is { } end ? new SearchStop(end.LookedAt, end.CreatedAt.UtcDateTime) : null;
        return TypedResults.Ok(new AccountList([.. page.Rows.Select(r => Shape(r, board))], next, stopped));
    }

    private static async Task<IResult> FindAsync(string name, AccountQueries queries, PresenceBoard board, CancellationToken cancellationToken) =>
        await queries.NamedAsync(name, cancellationToken) is { } row
            ? TypedResults.Ok(Shape(row, board))
            : Problems.Of(new OperatorResult(OperatorOutcome.UnknownAccount))!.ToResult();

    private static async Task<IResult> OpenAsync(AccountRequest body, HttpContext context, OperatorDesk desk)
    {
        var act = context.Act("account.open", ("account", body.Name), body.Reason, body);
        return context.Tell(await desk.OpenAccountAsync(body.Name, new Money(body.OpeningBalance), act), r =>
            TypedResults.Created($"/api/v1/accounts/{r.Account}", new OpenedAnswer(r.Account!, r.Balance!.Value, r.TransferId)));
    }

    private static async Task<IResult> SetStatusAsync(
        string name, AccountStatus status, string action, ReasonRequest body, HttpContext context, OperatorDesk desk)
    {
        var result = await desk.SetStatusAsync(name, status, context.Act(action, ("account", name), body.Reason, body));
        return context.Tell(result, r => TypedResults.Ok(new StatusAnswer(r.Account!, status, r.Balance!.Value)));
    }

    private static AccountShape Shape(AccountRow row, PresenceBoard board) => new(
        row.Name, row.Status, row.KeyKind, row.Balance, row.CreatedAt.UtcDateTime, row.LastSeen?.UtcDateTime, board.Find(row.Name) is not null);
}
