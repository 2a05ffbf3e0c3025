using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PayHub.Data.Storage;

namespace PayHub.Web.Security;

/// <summary>Tells whether a sign-in still holds: sign-out, another password and another role change the operator's stamp, and so end all of them.</summary>
/// <param name="database">Read from.</param>
/// <param name="options">Name the claims.</param>
public sealed class SignedInOperators(PayHubDatabase database, IOptions<IdentityOptions> options)
{
    private readonly ClaimsIdentityOptions _claims = options.Value.ClaimsIdentity;

    /// <summary>Whether who once signed in is still an operator with the same stamp, and not disabled. Costs one read by key.</summary>
    public async Task<bool> HoldsAsync(ClaimsPrincipal? who, CancellationToken cancellationToken = default)
    {
        var (id, stamp) = (who?.FindFirstValue(_claims.UserIdClaimType), who?.FindFirstValue(_claims.SecurityStampClaimType));
        if (id is null || stamp is null)
            return false;
        await using var db = database.OpenRead();
        return await db.Users.AnyAsync(user => user.Id == id && user.SecurityStamp == stamp && user.DisabledAt == null, cancellationToken);
    }

    // Identity's own check renews the cookie each time, so it can't run with every request; it goes on to refresh the roles.
    internal static async Task ValidateCookieAsync(CookieValidatePrincipalContext context)
    {
        var operators = context.HttpContext.RequestServices.GetRequiredService<SignedInOperators>();
        if (await operators.HoldsAsync(context.Principal, context.HttpContext.RequestAborted))
        {
            await SecurityStampValidator.ValidatePrincipalAsync(context);
            return;
        }
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(context.Scheme.Name);
    }
}
