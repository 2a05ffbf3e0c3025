using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Net.Http.Headers;
using PayHub.Data.Model;

namespace PayHub.Web.Api;

/// <summary>
/// Answers for whatever no operation takes. Without it the dashboard's page for unknown addresses would; and because it takes
/// any method and body, it also says what routing says where nothing else is at hand: 405 and 415.
/// </summary>
internal static class ApiFallback
{
    public static void MapApiFallback(this IEndpointRouteBuilder app) => app.Map("/api/{**rest}", Answer)
        .RequireAuthorization(new ApiRole(OperatorRoles.Viewer).Policy).ExcludeFromDescription();

    private static IResult Answer(HttpContext context, IEnumerable<EndpointDataSource> sources)
    {
        var methods = sources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ApiRole>() is not null && Matches(e.RoutePattern.RawText!, context.Request.Path))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods).Distinct().ToList();
        if (methods.Count == 0)
            return Problems.NotFound.ToResult();
        if (methods.Contains(context.Request.Method))
            return context.Request.HasJsonContentType() || HttpMethods.IsGet(context.Request.Method) ? Problems.NotFound.ToResult() : Problems.NotJson.ToResult();
        context.Response.Headers[HeaderNames.Allow] = string.Join(", ", methods);
        return Problems.NotAllowed.ToResult();
    }

    private static bool Matches(string template, PathString path) =>
        new TemplateMatcher(TemplateParser.Parse(template), []).TryMatch(path, []);
}
