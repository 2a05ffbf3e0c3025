using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace PayHub.Web.Trouble;

/// <summary>What a browser shows when a request comes to nothing.</summary>
internal static class TroublePages
{
    private const string Address = "/trouble/";

    public static void AddTroublePages(this IServiceCollection services)
    {
        services.AddSingleton<TroubleLog>();
        services.AddExceptionHandler<RequestTrouble>();
        services.AddScoped<CircuitMark>();
        services.AddScoped<CircuitHandler>(p => p.GetRequiredService<CircuitMark>());
    }

    public static void UseTroublePages(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = Address + "500",
            CreateScopeForErrors = true,
            // The error is in the log already, with its number.
            SuppressDiagnosticsCallback = _ => true,
        });
        app.UseStatusCodePagesWithReExecute(Address + "{0}", createScopeForStatusCodePages: true);
        app.Use(PrepareAsync);
    }

    /// <summary>Whether a request wants a page: programs get the bare status, or what their API says.</summary>
    public static bool IsForBrowsers(HttpRequest request, PathString path) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    private static async Task PrepareAsync(HttpContext context, RequestDelegate next)
    {
        // The page that tells of a refused form must not be refused as that form.
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
            context.Request.Method = HttpMethods.Get;
        if (context.Features.Get<IStatusCodePagesFeature>() is { } pages && !IsForBrowsers(context.Request, context.Request.Path))
            pages.Enabled = false;
        await next(context);
        // Components name the type before they refuse a form, and then send nothing.
        if (!context.Response.HasStarted && context.Response.StatusCode >= StatusCodes.Status400BadRequest)
            context.Response.ContentType = null;
    }
}
