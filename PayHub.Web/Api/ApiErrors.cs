using System.Data.Common;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Web.Trouble;

namespace PayHub.Web.Api;

/// <summary>Whatever goes wrong under <c>/api</c>, <c>/openapi</c> and <c>/metrics</c> is answered as problem+json: never a page, never an empty answer.</summary>
internal static partial class ApiErrors
{
    private static readonly string[] Missing = ["It is missing."];

    public static IApplicationBuilder UseApiErrors(this WebApplication app) =>
        app.UseWhen(context => IsApi(context.Request.Path), branch => branch.Use(HandleAsync));

    // The address /api itself is a page of the dashboard.
    private static bool IsApi(PathString path) =>
        path.StartsWithSegments("/openapi") || path.StartsWithSegments("/metrics") || (path.StartsWithSegments("/api", out var rest) && rest.Value is { Length: > 1 });

    private static async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        Problem? problem = null;
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException error) when (!context.Response.HasStarted)
        {
            problem = OfBadRequest(error);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            var reference = context.RequestServices.GetRequiredService<TroubleLog>().Note(error, context.Request.Path);
            problem = (error is DbException ? Problems.Unavailable : Problems.Internal) with { Detail = $"The hub's log has it under {reference}." };
        }
        if (!context.Response.HasStarted && (problem ?? OfEmpty(context.Response)) is { } answer)
            await answer.WriteAsync(context);
    }

    private static Problem? OfEmpty(HttpResponse response) =>
        response.StatusCode >= 400 && response.ContentType is null ? Problems.OfStatus(response.StatusCode) : null;

    private static Problem OfBadRequest(BadHttpRequestException error) => error switch
    {
        { InnerException: JsonException json } => Problems.WrongFields(Faults(json)),
        { StatusCode: StatusCodes.Status400BadRequest } => Problems.WrongField("body", "A JSON object is needed."),
        _ => Problems.OfStatus(error.StatusCode),
    };

    // The library tells what is wrong in words alone; tests hold them to what is read from them here.
    private static Dictionary<string, string[]> Faults(JsonException error)
    {
        var text = error.Message;
        if (text.Contains("missing required", StringComparison.Ordinal))
            return Quoted().Matches(text[text.IndexOf("including", StringComparison.Ordinal)..])
                .ToDictionary(m => m.Groups[1].Value, _ => Missing);
        var fault = text.Contains("could not be mapped", StringComparison.Ordinal) ? "There is no such member."
            : text.Contains("Duplicate", StringComparison.OrdinalIgnoreCase) ? "It is there twice."
            : null;
        var member = error.Path is { Length: > 2 } path ? path[2..] : fault is null ? "body" : Quoted().Match(text).Groups[1].Value;
        fault ??= member == "body" ? "This is not one JSON object, well-formed." : "It has the wrong type or form, or is out of range.";
        return new() { [member] = [fault] };
    }

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
