using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;
using PayHub.Data.Model;
using PayHub.Web.Operators;

namespace PayHub.Web.Security;

/// <summary>What the account pages post to beside themselves: sign-out, and the challenges that passkeys answer.</summary>
internal static class AccountEndpoints
{
    public static void MapAccountEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapPost("/account/sign-out", SignOut.PostAsync);
        app.MapPost("/account/passkeys/ask", AskAsync).AllowAnonymous().WithMetadata(new SignInLimitedAttribute());
        app.MapPost("/account/passkeys/make", MakeAsync).WithMetadata(new SignInLimitedAttribute());
    }

    // The challenge is the same for everybody: whose passkey it is comes out with the answer.
    private static async Task<IResult> AskAsync(HttpContext context, IAntiforgery antiforgery, SignInManager<Operator> signIns) =>
        await antiforgery.IsRequestValidAsync(context)
            ? Json(await signIns.MakePasskeyRequestOptionsAsync(null))
            : Results.BadRequest();

    // Before the device makes anything: a passkey that the hub then refuses would stay on the device.
    private static async Task<IResult> MakeAsync(
        HttpContext context, IAntiforgery antiforgery, SignInManager<Operator> signIns, OwnAccount account, IStringLocalizer<Words> t)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return Results.BadRequest();
        var who = await account.WhoAsync();
        if (!await account.ConfirmAsync(who, context.Request.Form["password"]))
            return Results.Text(t["The password is wrong, or the account is locked for some minutes."], statusCode: StatusCodes.Status403Forbidden);
        var name = who.Email ?? who.Id;
        return Json(await signIns.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity { Id = who.Id, Name = name, DisplayName = name }));
    }

    private static IResult Json(string json) => Results.Text(json, "application/json");
}
