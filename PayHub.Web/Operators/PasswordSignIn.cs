using Microsoft.AspNetCore.Identity;
using PayHub.Data.Model;

namespace PayHub.Web.Operators;

/// <summary>What a password is worth.</summary>
public enum PasswordOutcome
{
    /// <summary>Nothing: unknown address, wrong password, locked and disabled operators alike.</summary>
    Refused,

    /// <summary>It was right, and a code of the authenticator app comes next.</summary>
    NeedsCode,

    /// <summary>Signed in.</summary>
    SignedIn,
}

/// <summary>Signs operators in by password, and tells nobody else who the operators are: not in words, and not by the time it takes.</summary>
/// <param name="signIns">Identity's sign-in.</param>
/// <param name="clock">The hub's clock.</param>
public sealed class PasswordSignIn(SignInManager<Operator> signIns, TimeProvider clock)
{
    // More than a hash and a saved failure take, so that what was done does not show.
    private static readonly TimeSpan RefusalTakes = TimeSpan.FromMilliseconds(500);

    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<Operator>().HashPassword(new Operator(), Guid.NewGuid().ToString()));

    /// <summary>Signs in, for this browser's session; a wrong password counts towards the operator's lock-out.</summary>
    public async Task<PasswordOutcome> TryAsync(string email, string password, CancellationToken cancellationToken = default)
    {
        var start = clock.GetTimestamp();
        var result = await CheckAsync(email, password);
        if (result.Succeeded || result.RequiresTwoFactor)
            return result.Succeeded ? PasswordOutcome.SignedIn : PasswordOutcome.NeedsCode;
        var left = RefusalTakes - clock.GetElapsedTime(start);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, clock, cancellationToken);
        return PasswordOutcome.Refused;
    }

    private async Task<SignInResult> CheckAsync(string email, string password)
    {
        var users = signIns.UserManager;
        var who = await users.FindByEmailAsync(email);
        if (who?.PasswordHash is not null && !await users.IsLockedOutAsync(who) && await signIns.CanSignInAsync(who))
            return await signIns.PasswordSignInAsync(who, password, isPersistent: false, lockoutOnFailure: true);
        // A busy machine hashes longer than the wait is: so hash here too.
        users.PasswordHasher.VerifyHashedPassword(new Operator(), NobodysHash.Value, password);
        return SignInResult.Failed;
    }
}
