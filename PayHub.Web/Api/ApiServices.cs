using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PayHub.Data.Model;

namespace PayHub.Web.Api;

/// <summary>Registers the REST API.</summary>
internal static class ApiServices
{
    private const string KeyOrPage = "ApiKeyOrPage";

    public static void AddPayHubApi(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeyDirectory>();
        services.AddSingleton<ApiLimits>();
        services.AddSingleton<ApiKeyUse>();
        services.AddHostedService(p => p.GetRequiredService<ApiKeyUse>());
        services.AddScoped<ApiKeyDesk>();
        services.ConfigureHttpJsonOptions(o => ApiJson.Strict(o.SerializerOptions));
        // So that what is wrong with a body can be told: the error is caught and answered by ApiErrors.
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null)
            .AddPolicyScheme(KeyOrPage, null, o =>
            {
                o.ForwardDefaultSelector = context =>
                    context.Request.Headers.Authorization.Count > 0 ? ApiKeyAuthentication.SchemeName : IdentityConstants.ApplicationScheme;
                o.ForwardChallenge = o.ForwardForbid = ApiKeyAuthentication.SchemeName;
            });
        var authorization = services.AddAuthorizationBuilder();
        authorization.AddPolicy(KeyOrPage, p => p.AddAuthenticationSchemes(KeyOrPage).RequireAuthenticatedUser());
        foreach (var role in OperatorRoles.All)
            authorization.AddPolicy(new ApiRole(role).Policy, p => p
                .AddAuthenticationSchemes(ApiKeyAuthentication.SchemeName).RequireRole(OperatorRoles.All.SkipWhile(one => one != role)));
        services.AddPayHubOpenApi();
    }

    public static void MapPayHubApi(this WebApplication app)
    {
        app.MapOpenApi("/openapi/v1.json").RequireAuthorization(KeyOrPage);
        var api = app.MapGroup("/api/v1");
        api.MapHubInfo();
        api.MapAccounts();
        api.MapTransfers();
        api.MapMoney();
        api.MapSessions();
        app.MapApiFallback();
    }
}
