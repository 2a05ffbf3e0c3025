using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Model;

namespace PayHub.Web.Api;

internal static class SessionEndpoints
{
    private const char List = 's';

    private static readonly QueryParameter<string> Account = QueryParameter.AccountName("account", "Whose session, in any ASCII case.");
    private static readonly QueryParameter<long> Cursor = Paging.Cursor(List);

    public static void MapSessions(this RouteGroupBuilder api)
    {
        var sessions = api.MapGroup("/sessions").WithTags("Sessions");
        sessions.MapGet("", Read).Reads<SessionList>(Account, Paging.Limit, Cursor)
            .WithName("listSessions").WithSummary("Who is online, the latest login first, by page");
        sessions.MapPost("/{id:long}/disconnect", DisconnectAsync)
            .Acts<ReasonRequest, DisconnectedAnswer>(OperatorRoles.Admin, 200, """{"reason":"left open at the desk"}""")
            .WithName("disconnectSession").WithSummary("End a session's connection at once");
    }

    private static Ok<SessionList> Read(HttpRequest request, PresenceBoard board)
    {
        var (account, before, size) = (request.Read(Account), request.Read(Cursor) ?? long.MaxValue, Paging.Size(request));
        var sessions = board.NewestFirst()
            .Where(s => s.Id < before && (account is null || s.Name.Equals(account, StringComparison.OrdinalIgnoreCase))).Take(size + 1).ToList();
        var next = sessions.Count > size ? Paging.Write(List, sessions[size - 1].Id) : null;
        return TypedResults.Ok(new SessionList([.. sessions.Take(size).Select(Shape)], next));
    }

    private static async Task<IResult> DisconnectAsync(long id, ReasonRequest body, HttpContext context, OperatorDesk desk)
    {
        var act = context.Act("session.disconnect", ("session", id.ToString(CultureInfo.InvariantCulture)), body.Reason, body);
        return context.Tell(await desk.DisconnectAsync(id, act), r => TypedResults.Ok(new DisconnectedAnswer(id, r.Account!)));
    }

    private static SessionShape Shape(OnlineSession s) => new(
        s.Id, s.Name, s.Link.Ip, s.Port, s.Link.IsTls, s.IsKeyed, s.Since.UtcDateTime, s.Link.LastMessageAt.UtcDateTime, s.Requests, s.Bytes);
}
