using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PayHub.Data;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Web.Operators;

/// <summary>Identity's sign-in: no way of it lets a disabled operator in, and each writes down when it was.</summary>
public sealed class OperatorSignIns(
    UserManager<Operator> users, IHttpContextAccessor accessor, IUserClaimsPrincipalFactory<Operator> claims, IOptions<IdentityOptions> options,
    ILogger<SignInManager<Operator>> logger, IAuthenticationSchemeProvider schemes, IUserConfirmation<Operator> confirmation,
    PayHubDbContext db, WriteGate gate, TimeProvider clock, LiveFeed feed)
    : SignInManager<Operator>(users, accessor, claims, options, logger, schemes, confirmation)
{
    private bool _refreshing;

    /// <inheritdoc/>
    public override async Task<bool> CanSignInAsync(Operator user) => user.DisabledAt is null && await base.CanSignInAsync(user);

    /// <inheritdoc/>
    public override async Task<SignInResult> TwoFactorRecoveryCodeSignInAsync(string recoveryCode) =>
        // Identity asks this for every other way in, but not for this one.
        await GetTwoFactorAuthenticationUserAsync() is { } who && await PreSignInCheck(who) is { } refused
            ? refused
            : await base.TwoFactorRecoveryCodeSignInAsync(recoveryCode);

    /// <inheritdoc/>
    public override async Task RefreshSignInAsync(Operator user)
    {
        _refreshing = true;
        await base.RefreshSignInAsync(user);
        _refreshing = false;
    }

    /// <inheritdoc/>
    public override async Task SignInWithClaimsAsync(Operator user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        await base.SignInWithClaimsAsync(user, authenticationProperties, additionalClaims);
        if (_refreshing)
            return;
        var now = clock.Now();
        using (await gate.EnterAsync())
            await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.LastSignInAt, now));
        feed.Publish(LiveTopics.Operators);
    }
}
