using Microsoft.AspNetCore.Identity;
using PayHub.Data.Model;

namespace PayHub.Web.Operators;

/// <summary>Signs operators in by password, and tells nobody else who the operators are: not in words, and not by the time it takes.</summary>
/// <param name="signIns">Identity's sign-in.</param>
/// <param name="clock">The hub's clock.</param>
public sealed class PasswordSignIn(SignInManager<Operator> signIns, TimeProvider clock)
{
    // More than a hash and a saved failure take, so that what was done does not show.
    private static readonly TimeSpan RefusalTakes = TimeSpan.FromMilliseconds(500);

    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<Operator>().HashPassword(new Operator(), Guid.NewGuid().ToString()));

    /// <summary>Signs in, for this browser's session; a wrong password counts towards the operator's lock-out.</summary>
    /// <returns>Whether it did. False for an unknown address, a wrong password and a locked operator alike.</returns>
    public async Task<bool> TryAsync(string email, string password, CancellationToken cancellationToken = default)
    {
        var start = clock.GetTimestamp();
        if (await CheckAsync(email, password))
            return true;
        var left = RefusalTakes - clock.GetElapsedTime(start);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, clock, cancellationToken);
        return false;
    }

    private async Task<bool> CheckAsync(string email, string password)
    {
        var users = signIns.UserManager;
        var who = await users.FindByEmailAsync(email);
        if (who is not null && !await users.IsLockedOutAsync(who))
            return (await signIns.PasswordSignInAsync(who, password, isPersistent: false, lockoutOnFailure: true)).Succeeded;
        // A busy machine hashes longer than the wait is: so hash here too.
        users.PasswordHasher.VerifyHashedPassword(new Operator(), NobodysHash.Value, password);
        return false;
    }
}
