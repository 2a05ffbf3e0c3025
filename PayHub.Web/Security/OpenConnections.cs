using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace PayHub.Web.Security;

/// <summary>
/// The requests by which signed-in operators' open pages and programs hang on the hub. No public API ends a circuit; ending
/// the request that carries it does, and whoever then comes back must still be signed in.
/// </summary>
public sealed class OpenConnections
{
    // As many as there are open requests, which Kestrel bounds; each leaves when its request ends.
    private readonly ConcurrentDictionary<OpenConnection, bool> _open = new();

    /// <summary>How many are open.</summary>
    public int Count => _open.Count;

    /// <summary>Ends all connections of an operator, at once. Give the operator a new stamp first, or they come back.</summary>
    /// <param name="operatorId">The operator's Identity id.</param>
    public void End(string operatorId)
    {
        foreach (var connection in Of(operatorId))
            connection.End();
    }

    /// <summary>Those of an operator that are open now.</summary>
    internal IReadOnlyList<OpenConnection> Of(string operatorId) => [.. _open.Keys.Where(one => one.OperatorId == operatorId)];

    internal async Task HoldAsync(HttpContext context, RequestDelegate next, SignedInOperators operators)
    {
        if (context.User.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id)
        {
            await next(context);
            return;
        }
        var connection = new OpenConnection(id, context);
        _open[connection] = true;
        try
        {
            // Held first and checked second: a sign-in that ends in between is seen by one of the two.
            if (await operators.HoldsAsync(context.User, context.RequestAborted))
                await next(context);
            else
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        finally
        {
            _open.TryRemove(connection, out _);
            connection.Leave();
        }
    }
}

/// <summary>One request of an operator, as long as it is open.</summary>
internal sealed class OpenConnection(string operatorId, HttpContext context)
{
    private readonly Lock _ending = new();
    private bool _over;

    public string OperatorId => operatorId;

    public void End()
    {
        lock (_ending)
        {
            // The server uses a context again for the next request.
            if (!_over)
                context.Abort();
        }
    }

    public void Leave()
    {
        lock (_ending)
            _over = true;
    }
}

internal static class OpenConnectionsSetup
{
    private static readonly PathString[] Held = ["/_blazor", "/hubs/live"];

    /// <summary>Keeps the connections of circuits and of the live hub. Comes after authentication.</summary>
    public static IApplicationBuilder UseOpenConnections(this IApplicationBuilder app)
    {
        var connections = app.ApplicationServices.GetRequiredService<OpenConnections>();
        var operators = app.ApplicationServices.GetRequiredService<SignedInOperators>();
        return app.Use((context, next) => Array.Exists(Held, path => context.Request.Path.StartsWithSegments(path))
            ? connections.HoldAsync(context, next, operators)
            : next(context));
    }
}
