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
        if (await users.ProblemsAsync(who, password) is { Count: > 0 } errors)
            return (who, errors);
        users.SetHash(who, password);
        var act = new OperatorAct(who.Id, link.Email, ip, "operator.join", "operator", link.Email, null)
        {
            After = link.OperatorId is null ? link.Role : "new password",
        };
        var done = await audit.TryWriteAsync(db, act, LiveTopics.Operators, async () =>
            await TryTakeAsync(link.Id) && (link.OperatorId is null ? await CreateAsync(who, link.Role) : await RenewAsync(who)));
        if (done)
            connections.End(who.Id);
        return (done ? who : null, []);
    }

    private async Task<bool> TryTakeAsync(long id)
    {
        var now = clock.Now();
        return await db.OperatorInvitations.Where(i => i.Id == id && i.ExpiresAt > now).ExecuteDeleteAsync() == 1;
    }

    private async Task<bool> CreateAsync(Operator who, string role) =>
        (await users.CreateAsync(who)).Succeeded && (await users.AddToRoleAsync(who, role)).Succeeded;

    // The new stamp is saved with the password, and ends all sessions.
    private async Task<bool> RenewAsync(Operator who) =>
        (await users.UpdateSecurityStampAsync(who)).Succeeded
        && (await users.SetLockoutEndDateAsync(who, null)).Succeeded && (await users.ResetAccessFailedCountAsync(who)).Succeeded;
}
