using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using PayHub.Data.Model;
using PayHub.Data.Queries;
using PayHub.Web.Components;
using PayHub.Web.Live;
using PayHub.Web.Looks;
using PayHub.Web.Operators;
using PayHub.Web.Security;
using PayHub.Web.Settings;
using PayHub.Web.Trouble;

namespace PayHub.Web;

/// <summary>Registers the operators' dashboard.</summary>
public static class WebServices
{
    /// <summary>Adds sign-in, pages and the live hub. Data's services must be there, added before, so that they start first.</summary>
    public static IServiceCollection AddPayHubWeb(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<OperatorsOptions>(configuration.GetSection(OperatorsOptions.Section));
        services.Configure<DashboardOptions>(configuration.GetSection(DashboardOptions.Section));

        services.AddHttpContextAccessor();
        services.AddLanguages();
        services.AddTroublePages();
        services.AddTrustedProxies();
        services.AddOperatorIdentity();
        services.AddSignInLimit();
        services.AddSingleton<AdminLink>();
        services.AddSingleton<OperatorDirectory>();
        services.AddScoped<FirstAdmin>();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<OperatorActs>();
        services.AddScoped<PageOrigin>();
        services.AddScoped<CircuitHandler>(p => p.GetRequiredService<PageOrigin>());
        services.AddHostedService<OperatorStartup>();

        services.AddPayHubQueries();
        services.AddSingleton<MoneyFormat>();
        services.AddSingleton(p => new SharedQuery<Overview>(
            p.GetRequiredService<OverviewQueries>().ReadAsync, p.GetRequiredService<TimeProvider>()));
        services.AddSignalR();
        services.AddMudServices();
        services.AddTransient<MudLocalizer, MudWords>();
        services.AddRazorComponents().AddInteractiveServerComponents();
        return services;
    }

    /// <summary>Maps pages, static files, <c>/account/sign-out</c> and <c>/hubs/live</c>; all but static files and sign-in need sign-in.</summary>
    public static WebApplication MapPayHubWeb(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseRequestLocalization();
        app.UseTroublePages();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapHub<LiveHub>("/hubs/live", o => o.CloseOnAuthenticationExpiration = true);
        app.MapPost("/account/sign-out", SignOutAsync);
        // Our own policy already says who may frame a page: nobody.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, SignInManager<Operator> signIn)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return Results.BadRequest("This form is out of date: go back, reload the page and try again.");
        // Deleting the cookie in this browser is not enough: a copy of it, and the pages open elsewhere, must not go on.
        if (await signIn.UserManager.GetUserAsync(context.User) is { } who && !(await signIn.UserManager.UpdateSecurityStampAsync(who)).Succeeded)
            return Results.Conflict("You are still signed in: something else changed your account at the same moment. Go back and try again.");
        await signIn.SignOutAsync();
        return Results.LocalRedirect("/account/sign-in");
    }
}
