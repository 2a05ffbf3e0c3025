using Microsoft.EntityFrameworkCore;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Storage;
using PayHub.Web.Security;

namespace PayHub.Web.Operators;

/// <summary>
/// What Admins do to operators. Each change and its audit row are one transaction; one that touches what an operator may do
/// ends the operator's sessions, so that open pages go at once.
/// </summary>
/// <param name="database">Written to, each change with a context of its own: a page's context would remember what has changed since.</param>
/// <param name="audit">Writes it down.</param>
/// <param name="connections">The open pages.</param>
/// <param name="clock">The hub's clock.</param>
public sealed class OperatorOffice(PayHubDatabase database, AuditTrail audit, OpenConnections connections, TimeProvider clock)
{
    /// <summary>Gives an operator another role.</summary>
    /// <param name="act">Who does it, and why.</param>
    /// <param name="operatorId">Whose.</param>
    /// <param name="role">One of <see cref="OperatorRoles"/>.</param>
    public Task<OperatorChange> SetRoleAsync(OperatorAct act, string operatorId, string role) => ChangeAsync(act with { After = role }, operatorId, async (db, who) =>
    {
        if (who.Role == role)
            return OperatorChange.Unchanged;
        if (role != OperatorRoles.Admin && await IsLastAdminAsync(db, operatorId))
            return OperatorChange.LastAdmin;
        await db.UserRoles.Where(r => r.UserId == operatorId).ExecuteDeleteAsync();
        await EndLinksAsync(db, operatorId);
        db.UserRoles.Add(new() { UserId = operatorId, RoleId = await db.Roles.Where(r => r.Name == role).Select(r => r.Id).SingleAsync() });
        await db.SaveChangesAsync();
        return OperatorChange.Done;
    });

    /// <summary>Lets an operator not sign in any more. Their links end, too, and those that they made for others.</summary>
    public Task<OperatorChange> DisableAsync(OperatorAct act, string operatorId) => ChangeAsync(act, operatorId, async (db, who) =>
    {
        if (who.DisabledAt is not null)
            return OperatorChange.Unchanged;
        if (await IsLastAdminAsync(db, operatorId))
            return OperatorChange.LastAdmin;
        var now = clock.Now();
        await db.Users.Where(u => u.Id == operatorId).ExecuteUpdateAsync(u => u.SetProperty(x => x.DisabledAt, now));
        await EndLinksAsync(db, operatorId);
        return OperatorChange.Done;
    });

    /// <summary>Lets an operator sign in again.</summary>
    public Task<OperatorChange> EnableAsync(OperatorAct act, string operatorId) => ChangeAsync(act, operatorId, async (db, _) =>
        await db.Users.Where(u => u.Id == operatorId && u.DisabledAt != null)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.DisabledAt, (long?)null)) == 1 ? OperatorChange.Done : OperatorChange.Unchanged);

    /// <summary>Signs an operator out everywhere.</summary>
    public Task<OperatorChange> EndSessionsAsync(OperatorAct act, string operatorId) =>
        ChangeAsync(act, operatorId, (_, _) => Task.FromResult(OperatorChange.Done));

    // Who loses a role must not come back by a link that they made for themselves under another name.
    private static Task<int> EndLinksAsync(PayHubDbContext db, string operatorId) =>
        db.OperatorInvitations.Where(i => i.OperatorId == operatorId || i.CreatedBy == operatorId).ExecuteDeleteAsync();

    // The stamp changes in the same transaction, and the open connections end after it: whoever comes back must sign in anew.
    private async Task<OperatorChange> ChangeAsync(OperatorAct act, string operatorId, Func<PayHubDbContext, Standing, Task<OperatorChange>> change)
    {
        await using var db = database.OpenWrite();
        var standing = await StandingAsync(db, operatorId);
        if (standing is null)
            return OperatorChange.Unchanged;
        var outcome = OperatorChange.Done;
        await audit.TryWriteAsync(db, act with { Before = act.After is null ? null : standing.Role }, LiveTopics.Operators, async () =>
        {
            // What the audit row says stood there must be what stands there.
            outcome = await StandingAsync(db, operatorId) is { } now && now == standing ? await change(db, now) : OperatorChange.Unchanged;
            if (outcome == OperatorChange.Done)
                await NewStampAsync(db, operatorId);
            return outcome == OperatorChange.Done;
        });
        if (outcome == OperatorChange.Done)
            connections.End(operatorId);
        return outcome;
    }

    // The other stamp, too: who read the operator before can't save over it.
    internal static Task NewStampAsync(PayHubDbContext db, string operatorId)
    {
        var (stamp, version) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString());
        return db.Users.Where(u => u.Id == operatorId).ExecuteUpdateAsync(u => u
            .SetProperty(x => x.SecurityStamp, stamp).SetProperty(x => x.ConcurrencyStamp, version));
    }

    private static Task<Standing?> StandingAsync(PayHubDbContext db, string operatorId) =>
        (from user in db.Users
         where user.Id == operatorId
         select new Standing(
             user.DisabledAt, (from held in db.UserRoles join role in db.Roles on held.RoleId equals role.Id where held.UserId == user.Id select role.Name).FirstOrDefault()))
        .SingleOrDefaultAsync();

    private static async Task<bool> IsLastAdminAsync(PayHubDbContext db, string operatorId)
    {
        var admins = from user in db.Users
                     join held in db.UserRoles on user.Id equals held.UserId
                     join role in db.Roles on held.RoleId equals role.Id
                     where role.Name == OperatorRoles.Admin && user.DisabledAt == null
                     select user.Id;
        return await admins.AnyAsync(id => id == operatorId) && !await admins.AnyAsync(id => id != operatorId);
    }

    private sealed record Standing(long? DisabledAt, string? Role);
}
