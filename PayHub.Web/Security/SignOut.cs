using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using PayHub.Data.Model;

namespace PayHub.Web.Security;

/// <summary>Signs out: in this browser and everywhere else.</summary>
internal static class SignOut
{
    // Ended at once, the page that asks would show for a moment that it lost its connection.
    private static readonly TimeSpan PageLeavesWithin = TimeSpan.FromSeconds(1);

    public static async Task<IResult> PostAsync(
        HttpContext context, IAntiforgery antiforgery, SignInManager<Operator> signIn, OpenConnections connections, TimeProvider clock)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return Results.BadRequest("This form is out of date: go back, reload the page and try again.");
        // Deleting the cookie in this browser is not enough: a copy of it, and the pages open elsewhere, must not go on.
        if (await signIn.UserManager.GetUserAsync(context.User) is { } who)
        {
            if (!(await signIn.UserManager.UpdateSecurityStampAsync(who)).Succeeded)
                return Results.Conflict("You are still signed in: something else changed your account at the same moment. Go back and try again.");
            _ = EndAsync(connections.Of(who.Id), clock);
        }
        await signIn.SignOutAsync();
        return Results.LocalRedirect("/account/sign-in");
    }

    private static async Task EndAsync(IReadOnlyList<OpenConnection> connections, TimeProvider clock)
    {
        await Task.Delay(PageLeavesWithin, clock);
        foreach (var connection in connections)
            connection.End();
    }
}
