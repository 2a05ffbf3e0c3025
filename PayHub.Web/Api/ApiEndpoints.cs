using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace PayHub.Web.Api;

/// <summary>The least role that a key needs for an operation.</summary>
internal sealed record ApiRole(string Least)
{
    /// <summary>The authorization policy for it.</summary>
    public string Policy => $"api-{Least}";
}

/// <summary>A body that an operation takes, for those who try it.</summary>
internal sealed record ExampleBody(JsonNode Json);

/// <summary>Says that an operation needs an idempotency key.</summary>
internal sealed record Idempotent;

/// <summary>How operations are declared: what they need, take and answer stands beside each, and the OpenAPI document is made of it.</summary>
internal static class ApiEndpoints
{
    private const int MaxBody = 16 * 1024;

    /// <summary>An operation that reads.</summary>
    public static RouteHandlerBuilder Reads<TAnswer>(this RouteHandlerBuilder builder, params QueryParameter[] parameters) => builder
        .Needs(Data.Model.OperatorRoles.Viewer)
        .WithMetadata(new QueryParameters(parameters))
        .Produces<TAnswer>()
        .Refuses(400, 401, 403, 429, 500, 503);

    /// <summary>An operation that does something, once for each idempotency key.</summary>
    /// <param name="builder">The operation.</param>
    /// <param name="role">The least role that it needs.</param>
    /// <param name="status">The status where it is done.</param>
    /// <param name="example">A body, as JSON.</param>
    public static RouteHandlerBuilder Acts<TRequest, TAnswer>(this RouteHandlerBuilder builder, string role, int status, string example)
        where TRequest : class => builder
        .Needs(role)
        .WithMetadata(new RequestSizeLimitAttribute(MaxBody), new ExampleBody(JsonNode.Parse(example)!), new Idempotent())
        .AddEndpointFilter(ApiActs.RequireKeyAsync)
        .AddEndpointFilter(RequestCheck.CheckAsync<TRequest>)
        .Accepts<TRequest>("application/json")
        .Produces<TAnswer>(status)
        .Refuses(400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503);

    /// <summary>Statuses of problems that it may answer.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder builder, params int[] statuses) =>
        builder.WithMetadata([.. statuses.Select(status => new ProducesResponseTypeMetadata(status, typeof(Problem), [Problem.MediaType]))]);

    private static RouteHandlerBuilder Needs(this RouteHandlerBuilder builder, string role)
    {
        var needed = new ApiRole(role);
        return builder.RequireAuthorization(needed.Policy).WithMetadata(needed).AddEndpointFilter(QueryParameters.CheckAsync);
    }
}
