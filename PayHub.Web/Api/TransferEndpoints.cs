using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PayHub.Data.Ledger;
using PayHub.Data.Model;
using PayHub.Data.Queries;

namespace PayHub.Web.Api;

internal static class TransferEndpoints
{
    private const char List = 't';

    private static readonly QueryParameter<string> Account = QueryParameter.AccountName("account", "Either side's account, in any ASCII case.");
    private static readonly QueryParameter<string> Counterparty = QueryParameter.AccountName("counterparty", "The other side's account.");
    private static readonly QueryParameter<TransferKind> Kind = QueryParameter.OneOf<TransferKind>("kind", "Why money moved.");
    private static readonly QueryParameter<long> MinAmount = QueryParameter.Whole("min_amount", "The least amount, minor units.", 0, long.MaxValue);
    private static readonly QueryParameter<long> MaxAmount = QueryParameter.Whole("max_amount", "The greatest amount, minor units.", 0, long.MaxValue);
    private static readonly QueryParameter<DateTimeOffset> Since = QueryParameter.Time("since", "No transfer before that moment.");
    private static readonly QueryParameter<DateTimeOffset> Until = QueryParameter.Time("until", "Only transfers before that moment.");
    private static readonly QueryParameter<long> Cursor = Paging.Cursor(List);
    private static readonly QueryParameter[] Filters = [Counterparty, Kind, MinAmount, MaxAmount, Since, Until, Paging.Limit, Cursor];

    public static void MapTransfers(this RouteGroupBuilder api)
    {
        const string Bounded = "A filter that finds little looks at a bounded stretch a page: `stopped_at` says how far it looked, and `next` goes on from there, even where `items` is empty.";
        api.MapGet("/transfers", ListAsync).Reads<TransferList>([Account, .. Filters])
            .WithName("listTransfers").WithTags("Transfers").WithSummary("Transfers, the newest first, by page").WithDescription(Bounded);
        api.MapGet("/transfers/{id:long}", FindAsync).Reads<TransferDetail>().Refuses(404)
            .WithName("getTransfer").WithTags("Transfers").WithSummary("One transfer, with who moved it and why");
        api.MapGet("/accounts/{name}/transfers", OfAccountAsync).Reads<TransferList>(Filters).Refuses(404)
            .WithName("listAccountTransfers").WithTags("Accounts").WithSummary("An account's transfers, the newest first, by page").WithDescription(Bounded);
    }

    private static async Task<IResult> ListAsync(HttpRequest request, LedgerQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(Shape(await PageAsync(request, request.Read(Account), queries, cancellationToken)));

    private static async Task<IResult> OfAccountAsync(string name, HttpRequest request, LedgerQueries queries, AccountQueries accounts, CancellationToken cancellationToken) =>
        await accounts.NamedAsync(name, cancellationToken) is { } account
            ? TypedResults.Ok(Shape(await PageAsync(request, account.Name, queries, cancellationToken)))
            : Problems.Of(new OperatorResult(OperatorOutcome.UnknownAccount))!.ToResult();

    private static async Task<IResult> FindAsync(long id, TransferQueries queries, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(id, cancellationToken) is not { } found)
            return Problems.Of(new OperatorResult(OperatorOutcome.UnknownTransfer))!.ToResult();
        var reversed = found.ReversesId is null ? (await queries.ReversalsAsync(id, cancellationToken))?.Reversed ?? 0 : 0;
        return TypedResults.Ok(new TransferDetail(
            TransferShape.Of(found.Row), found.Memo, found.Block.Number, found.Signature is not null,
            found.Act?.Operator, found.Act?.Reason, found.ReversesId, reversed));
    }

    private static Task<LedgerPage> PageAsync(HttpRequest request, string? account, LedgerQueries queries, CancellationToken cancellationToken)
    {
        var filter = new LedgerFilter(
            account, request.Read(Kind), request.Read(MinAmount), request.Read(MaxAmount), null, request.Read(Counterparty), request.Read(Since), request.Read(Until));
        var from = request.Read(Cursor) is { } id ? new LedgerCursor(id, Newer: false) : LedgerCursor.Top;
        return queries.PageAsync(filter, from, Paging.Size(request), cancellationToken);
    }

    private static TransferList Shape(LedgerPage page)
    {
        var next = (page.StoppedAt?.Next ?? page.Older) is { } at ? Paging.Write(List, at.Id) : null;
        var stopped = page.StoppedAt is { } end ? new SearchStop(end.LookedAt, end.At.UtcDateTime) : null;
        return new TransferList([.. page.Rows.Select(TransferShape.Of)], next, stopped);
    }
}
