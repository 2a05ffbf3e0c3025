using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace PayHub.Web.Trouble;

/// <summary>Notes an error that ended a request. Programs get it as a problem document, browsers as a page.</summary>
/// <param name="log">Gives the number.</param>
internal sealed class RequestTrouble(TroubleLog log) : IExceptionHandler
{
    private static readonly object Key = new();

    /// <summary>The number of the error that a request is being answered for; null where there is none.</summary>
    public static string? ReferenceOf(HttpContext context) => context.Items[Key] as string;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The request's own path is by now that of the page of errors.
        var path = httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? "";
        var reference = log.Note(exception, path);
        httpContext.Items[Key] = reference;
        if (TroublePages.IsForBrowsers(httpContext.Request, path))
            return false;
        await Results.Problem(statusCode: StatusCodes.Status500InternalServerError, extensions: [KeyValuePair.Create<string, object?>("reference", reference)])
            .ExecuteAsync(httpContext);
        return true;
    }
}
