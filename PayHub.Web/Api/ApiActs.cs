using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PayHub.Data.Ledger;
using PayHub.Web.Operators;

namespace PayHub.Web.Api;

/// <summary>What a program asks the <see cref="OperatorDesk"/> to do, and what it is told.</summary>
internal static class ApiActs
{
    /// <summary>The claim that holds the key's id.</summary>
    public const string KeyIdClaim = "api-key";

    /// <summary>The header by which a program names a request.</summary>
    public const string KeyHeader = "Idempotency-Key";

    /// <summary>The header of an answer that was given before.</summary>
    public const string ReplayedHeader = "Idempotent-Replayed";

    /// <summary>The most characters of an idempotency key.</summary>
    public const int MaxKey = 255;

    /// <summary>Names an act of the request's key, to be done once for each of its idempotency keys.</summary>
    /// <param name="context">The request; its filter has seen to the header.</param>
    /// <param name="action">What is done.</param>
    /// <param name="target">What it is done to: the kind of thing, and which one.</param>
    /// <param name="reason">Why.</param>
    /// <param name="body">What was asked.</param>
    public static OperatorAct Act(this HttpContext context, string action, (string Type, string Id) target, string? reason, object body)
    {
        var user = context.User;
        var key = new IdempotencyKey(
            long.Parse(user.FindFirstValue(KeyIdClaim)!, CultureInfo.InvariantCulture), context.Request.Headers[KeyHeader].ToString(), HashOf(context.Request, body));
        return new OperatorAct(user.FindFirstValue(ClaimTypes.NameIdentifier)!, user.Identity!.Name!, PageOrigin.Of(context), action, target.Type, target.Id, reason)
        {
            Idempotency = key,
        };
    }

    /// <summary>Tells what became of an act.</summary>
    /// <param name="context">The request.</param>
    /// <param name="result">What the desk said.</param>
    /// <param name="done">The answer where it is done, made of nothing but the result and the request: it must be the same when told again.</param>
    public static IResult Tell(this HttpContext context, OperatorResult result, Func<OperatorResult, IResult> done)
    {
        if (result.IsRepeated)
            context.Response.Headers[ReplayedHeader] = "true";
        if (result.Outcome == OperatorOutcome.Unavailable)
            context.Response.Headers.RetryAfter = "2";
        return Problems.Of(result)?.ToResult() ?? done(result);
    }

    /// <summary>Sees to the header that every act needs.</summary>
    public static async ValueTask<object?> RequireKeyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var key = context.HttpContext.Request.Headers[KeyHeader];
        if (key.Count == 0)
            return Problems.WrongField(KeyHeader, "It is missing: name the request, and sending it again does it once.").ToResult();
        if (key.Count > 1 || key.ToString() is { Length: 0 or > MaxKey } || key.ToString().Any(c => c is <= ' ' or > '~'))
            return Problems.WrongField(KeyHeader, $"It must be 1 to {MaxKey} visible ASCII characters, without spaces.").ToResult();
        return await next(context);
    }

    private static byte[] HashOf(HttpRequest request, object body)
    {
        var what = JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), ApiJson.Canonical);
        return SHA256.HashData([.. Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"), .. what]);
    }
}
