using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Model;

namespace PayHub.Web.Api;

internal static class MoneyEndpoints
{
    public static void MapMoney(this RouteGroupBuilder api)
    {
        var money = api.MapGroup("").WithTags("Money");
        money.MapPost("/deposits", DepositAsync)
            .Acts<MoneyRequest, MoneyAnswer>(OperatorRoles.Cashier, 201, """{"account":"alice","amount":500,"reason":"cash at the desk"}""")
            .WithName("deposit").WithSummary("Pay money in").WithDescription("From `@issuance`, to an account that is not closed.");
        money.MapPost("/withdrawals", WithdrawAsync)
            .Acts<MoneyRequest, MoneyAnswer>(OperatorRoles.Cashier, 201, """{"account":"alice","amount":200,"reason":"paid out in cash"}""")
            .WithName("withdraw").WithSummary("Pay money out").WithDescription("To `@issuance`, at most what the account has.");
        money.MapPost("/reversals", ReverseAsync)
            .Acts<ReversalRequest, ReversalAnswer>(OperatorRoles.Cashier, 201, """{"transfer":17,"amount":100,"reason":"paid twice"}""")
            .WithName("reverse").WithSummary("Move back what a transfer moved, or a part of it").WithDescription("By a new transfer; all reversals of one transfer together never move more than it did.");
    }

    private static async Task<IResult> DepositAsync(MoneyRequest body, HttpContext context, OperatorDesk desk)
    {
        var act = context.Act("account.deposit", ("account", body.Account), body.Reason, body);
        return Tell(context, body, await desk.DepositAsync(body.Account, new Money(body.Amount), act));
    }

    private static async Task<IResult> WithdrawAsync(MoneyRequest body, HttpContext context, OperatorDesk desk)
    {
        var act = context.Act("account.withdraw", ("account", body.Account), body.Reason, body);
        return Tell(context, body, await desk.WithdrawAsync(body.Account, new Money(body.Amount), act));
    }

    private static async Task<IResult> ReverseAsync(ReversalRequest body, HttpContext context, OperatorDesk desk)
    {
        var act = context.Act("transfer.reverse", ("transfer", body.Transfer.ToString(CultureInfo.InvariantCulture)), body.Reason, body);
        return context.Tell(await desk.ReverseAsync(body.Transfer, new Money(body.Amount), act), r => TypedResults.Created(
            Address(r), new ReversalAnswer(r.TransferId!.Value, body.Transfer, r.Account!, body.Amount, r.Balance!.Value, r.Rest!.Value)));
    }

    private static IResult Tell(HttpContext context, MoneyRequest body, OperatorResult result) => context.Tell(result, r => TypedResults.Created(
        Address(r), new MoneyAnswer(r.TransferId!.Value, r.Account!, body.Amount, r.Balance!.Value)));

    private static string Address(OperatorResult result) => string.Create(CultureInfo.InvariantCulture, $"/api/v1/transfers/{result.TransferId}");
}
