using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PayHub.Data;
using PayHub.Data.Model;
using PayHub.Data.Storage;
using PayHub.Web.Operators;
using PayHub.Web.Settings;

namespace PayHub.Web.Security;

/// <summary>Who may sign in, how long that holds, and what needs it: everything that does not say otherwise.</summary>
internal static class IdentitySetup
{
    private static readonly TimeSpan SessionLength = TimeSpan.FromHours(12);

    public static void AddOperatorIdentity(this IServiceCollection services)
    {
        services.AddIdentityCore<Operator>(Configure)
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<PayHubDbContext>()
            .AddErrorDescriber<OperatorErrors>()
            .AddUserManager<OperatorUsers>()
            .AddSignInManager<OperatorSignIns>()
            .AddDefaultTokenProviders()
            .AddTokenProvider<OnceOnlyAuthenticator>(TokenOptions.DefaultAuthenticatorProvider);
        services.AddSingleton<UsedCodes>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(o =>
        {
            o.Cookie.Name = "PayHub";
            o.Cookie.HttpOnly = true;
            o.Cookie.SameSite = SameSiteMode.Lax;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.CookieManager = new HostPrefixCookies();
            o.ExpireTimeSpan = SessionLength;
            o.LoginPath = "/account/sign-in";
            // Who is signed in gains nothing by being asked to sign in.
            o.Events.OnRedirectToAccessDenied = denied =>
            {
                denied.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
            o.ReturnUrlParameter = "returnUrl";
            o.Events.OnValidatePrincipal = SignedInOperators.ValidateCookieAsync;
        });
        services.Configure<CookieAuthenticationOptions>(IdentityConstants.TwoFactorUserIdScheme, o =>
        {
            o.Cookie.Name = "PayHub.Step";
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.CookieManager = new HostPrefixCookies();
        });
        services.Configure<IdentityPasskeyOptions>(o =>
        {
            // A passkey is the whole sign-in: the device asks for finger, face or PIN, and knows whose it is.
            o.UserVerificationRequirement = o.ResidentKeyRequirement = "required";
            o.ValidateOrigin = PasskeyPlace.IsOursAsync;
        });
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "PayHub.Form";
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        // How old claims may be; who is signed in is asked each time, and what changes an operator's rights ends their sessions.
        services.Configure<SecurityStampValidatorOptions>(o => o.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddCascadingAuthenticationState();
        services.AddSingleton<SignedInOperators>();
        services.AddSingleton<OpenConnections>();
        services.AddScoped<AuthenticationStateProvider, SecurityStampRevalidation>();
        AddKeyRing(services);
    }

    private static void Configure(IdentityOptions options)
    {
        options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
        options.User.RequireUniqueEmail = true;
        // The name is the address, and addresses hold more than Identity allows in names.
        options.User.AllowedUserNameCharacters = "";
        options.Password.RequiredLength = OperatorsOptions.MinPasswordLength;
        // Length is what counts: rules on what a password is made of make people choose worse ones.
        options.Password.RequireDigit = options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
        options.Lockout.MaxFailedAccessAttempts = 5;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
    }

    private static void AddKeyRing(IServiceCollection services)
    {
        // Without a name of its own, keys are good for one folder of the program only: an upgrade would sign everyone out.
        services.AddDataProtection().SetApplicationName("PayHub").Services.AddOptions<KeyManagementOptions>()
            .Configure<DataDirectory, ILoggerFactory>((options, directory, loggers) => options.XmlRepository =
                new FileSystemXmlRepository(new DirectoryInfo(directory.Folder("data-protection-keys")), loggers));
        // It warns that keys are stored in clear: so is all that they protect, in the same folder, which only its owner may read.
        services.AddLogging(l => l.AddFilter(typeof(XmlKeyManager).FullName, LogLevel.Error));
    }
}
