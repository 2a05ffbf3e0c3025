using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Web.Security;

namespace PayHub.Web.Operators;

/// <summary>What somebody does who opens a one-time link: becomes an operator, or gets a new password. The link is used up in the same transaction.</summary>
/// <param name="users">Identity's users.</param>
/// <param name="db">The context that <paramref name="users"/> saves with, in the same scope.</param>
/// <param name="audit">Writes it down.</param>
/// <param name="connections">The open pages.</param>
/// <param name="clock">The hub's clock.</param>
public sealed class OperatorJoin(UserManager<Operator> users, PayHubDbContext db, AuditTrail audit, OpenConnections connections, TimeProvider clock)
{
    /// <summary>Uses the link.</summary>
    /// <param name="link">As <see cref="OperatorLinks.FindAsync"/> told.</param>
    /// <param name="password">The operator's password from now on.</param>
    /// <param name="ip">From where.</param>
    /// <returns>The operator; null where the link was used or taken back meanwhile. Or what is wrong with the password.</returns>
    public async Task<(Operator? Who, IReadOnlyList<string> Errors)> UseAsync(OperatorInvitation link, string password, string ip)
    {
        var who = link.OperatorId is null
            ? new Operator { UserName = link.Email, Email = link.Email, EmailConfirmed = true }
            : await users.FindByIdAsync(link.OperatorId);
        if (who is null || who.DisabledAt is not null)
            return (null, []);
        if (await CheckAsync(who, password) is { Count: > 0 } errors)
            return (who, errors);
        var act = new OperatorAct(who.Id, link.Email, ip, "operator.join", "operator", link.Email, null)
        {
            After = link.OperatorId is null ? link.Role : "new password",
        };
        var done = await audit.TryWriteAsync(db, act, LiveTopics.Operators, async () =>
            await TryTakeAsync(link.Id) && (link.OperatorId is null ? await CreateAsync(who, password, link.Role) : await RenewAsync(who, password)));
        if (done)
            connections.End(who.Id);
        return (done ? who : null, []);
    }

    private async Task<bool> TryTakeAsync(long id)
    {
        var now = clock.Now();
        return await db.OperatorInvitations.Where(i => i.Id == id && i.ExpiresAt > now).ExecuteDeleteAsync() == 1;
    }

    private async Task<bool> CreateAsync(Operator who, string password, string role) =>
        (await users.CreateAsync(who, password)).Succeeded && (await users.AddToRoleAsync(who, role)).Succeeded;

    // Setting a password gives a new stamp, too.
    private async Task<bool> RenewAsync(Operator who, string password) =>
        (await users.RemovePasswordAsync(who)).Succeeded && (await users.AddPasswordAsync(who, password)).Succeeded
        && (await users.SetLockoutEndDateAsync(who, null)).Succeeded && (await users.ResetAccessFailedCountAsync(who)).Succeeded;

    private async Task<IReadOnlyList<string>> CheckAsync(Operator who, string password)
    {
        var errors = new List<string>();
        foreach (var validator in users.PasswordValidators)
            errors.AddRange((await validator.ValidateAsync(users, who, password)).Errors.Select(e => e.Description));
        return errors;
    }
}
