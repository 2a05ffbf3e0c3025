using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Web.Security;

namespace PayHub.Web.Operators;

/// <summary>
/// How an operator changes by what they sign in: it takes the present password, is written into the audit log in the same
/// transaction, and ends the operator's other sessions, but not the one in which it is done.
/// </summary>
/// <param name="signIns">Identity's sign-in.</param>
/// <param name="db">The context that Identity saves with, in the same scope.</param>
/// <param name="audit">Writes it down.</param>
/// <param name="connections">The open pages.</param>
/// <param name="accessor">The request.</param>
public sealed class OwnAccount(
    SignInManager<Operator> signIns, PayHubDbContext db, AuditTrail audit, OpenConnections connections, IHttpContextAccessor accessor)
{
    /// <summary>Who is signed in.</summary>
    /// <exception cref="InvalidOperationException">Nobody is: the page lets strangers in.</exception>
    public async Task<Operator> WhoAsync() =>
        await signIns.UserManager.GetUserAsync(accessor.HttpContext!.User) ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>Whether this is the operator's present password; wrong ones count towards the lock-out.</summary>
    public async Task<bool> ConfirmAsync(Operator who, string? password) =>
        !string.IsNullOrEmpty(password) && (await signIns.CheckPasswordSignInAsync(who, password, lockoutOnFailure: true)).Succeeded;

    /// <summary>Sets another password; the present one was confirmed.</summary>
    /// <returns>Null where it is done, else what is wrong with it.</returns>
    public async Task<string?> SetPasswordAsync(Operator who, string password)
    {
        if (await signIns.UserManager.ProblemsAsync(who, password) is { Count: > 0 } problems)
            return string.Join(" ", problems);
        signIns.UserManager.SetHash(who, password);
        // Saved with the new stamp.
        return await ChangeAsync(who, "operator.password", "new password", _ => Task.FromResult(IdentityResult.Success));
    }

    /// <summary>Makes a change.</summary>
    /// <param name="who">Whose.</param>
    /// <param name="action">What it is, for the audit log.</param>
    /// <param name="after">What stands there then, in words for the audit log; never a secret.</param>
    /// <param name="work">Does it.</param>
    /// <returns>Null where it is done, else what Identity says against it. Then nothing was done.</returns>
    public async Task<string?> ChangeAsync(Operator who, string action, string after, Func<UserManager<Operator>, Task<IdentityResult>> work)
    {
        var name = who.Email ?? who.Id;
        var act = new OperatorAct(who.Id, name, PageOrigin.Of(accessor.HttpContext), action, "operator", name, null) { After = after };
        var result = IdentityResult.Success;
        var done = await audit.TryWriteAsync(db, act, LiveTopics.Operators, async () =>
        {
            result = await work(signIns.UserManager);
            if (result.Succeeded)
                result = await signIns.UserManager.UpdateSecurityStampAsync(who);
            return result.Succeeded;
        });
        if (!done)
            return string.Join(" ", result.Errors.Select(e => e.Description));
        await signIns.RefreshSignInAsync(who);
        connections.End(who.Id);
        return null;
    }
}
