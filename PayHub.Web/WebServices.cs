using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using PayHub.Data.Queries;
using PayHub.Web.Api;
using PayHub.Web.Components;
using PayHub.Web.Components.Pages;
using PayHub.Web.Exports;
using PayHub.Web.Integrity;
using PayHub.Web.Live;
using PayHub.Web.Looks;
using PayHub.Web.Metrics;
using PayHub.Web.Operators;
using PayHub.Web.Security;
using PayHub.Web.Settings;
using PayHub.Web.Trouble;
using PayHub.Web.Webhooks;

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
        services.AddSingleton<OperatorList>();
        services.AddSingleton<OperatorOffice>();
        services.AddSingleton<OperatorLinks>();
        services.AddScoped<OperatorJoin>();
        services.AddScoped<OwnAccount>();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<OperatorActs>();
        services.AddScoped<IntegrityActs>();
        services.AddScoped<PageOrigin>();
        services.AddScoped<CircuitHandler>(p => p.GetRequiredService<PageOrigin>());
        services.AddHostedService<OperatorStartup>();

        services.AddPayHubApi();
        services.AddPayHubMetrics();
        services.AddPayHubWebhooks();
        services.AddPayHubQueries();
        services.AddSingleton<MoneyFormat>();
        services.AddSingleton(p => new SharedQuery<Overview>(
            p.GetRequiredService<OverviewQueries>().ReadAsync, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new SharedQuery<LedgerPage>(
            stop => p.GetRequiredService<LedgerQueries>().PageAsync(LedgerFilter.None, LedgerCursor.Top, LedgerScreen.PageSize, stop),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new SharedQuery<AccountPage>(
            stop => p.GetRequiredService<AccountQueries>().PageAsync(new AccountFilter(), null, AccountsScreen.PageSize, stop),
            p.GetRequiredService<TimeProvider>()));
        services.AddSignalR();
        services.AddMudServices();
        services.AddTransient<MudLocalizer, MudWords>();
        services.AddRazorComponents().AddInteractiveServerComponents();
        return services;
    }

    /// <summary>
    /// Maps pages, static files, <c>/account/sign-out</c>, exports, <c>/hubs/live</c>, <c>/metrics</c> and the REST API; all but static files and
    /// sign-in need sign-in, the API a key.
    /// </summary>
    public static WebApplication MapPayHubWeb(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseRequestLocalization();
        app.UseTroublePages();
        app.UseApiErrors();
        app.UseSignInLimit();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseOpenConnections();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapHub<LiveHub>("/hubs/live", o => o.CloseOnAuthenticationExpiration = true);
        app.MapAccountEndpoints();
        app.MapExports();
        app.MapBackupDownload();
        app.MapPayHubApi();
        app.MapPayHubMetrics();
        // Our own policy already says who may frame a page: nobody.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }
}
