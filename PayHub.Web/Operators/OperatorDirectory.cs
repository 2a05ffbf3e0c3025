using Microsoft.EntityFrameworkCore;
using PayHub.Data;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Web.Operators;

/// <summary>Who runs the hub.</summary>
/// <param name="database">Read from.</param>
public sealed class OperatorDirectory(PayHubDatabase database)
{
    /// <summary>Whether there is anybody yet who may run the hub: operators without a role, and disabled ones, do not count.</summary>
    public async Task<bool> AnyAdminAsync(CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        return await AdminEmails(db).AnyAsync(cancellationToken);
    }

    /// <summary>The e-mail addresses of the Admins who may sign in, in order.</summary>
    public async Task<IReadOnlyList<string>> AdminsAsync(CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        return await AdminEmails(db).ToListAsync(cancellationToken);
    }

    /// <summary>Whether an operator has a role, or one that includes it, now.</summary>
    /// <param name="operatorId">The operator's Identity id.</param>
    /// <param name="role">One of <see cref="OperatorRoles"/>.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<bool> HoldsRoleAsync(string operatorId, string role, CancellationToken cancellationToken = default)
    {
        var enough = OperatorRoles.All.SkipWhile(one => one != role).ToList();
        await using var db = database.OpenRead();
        return await (from held in db.UserRoles
                      join named in db.Roles on held.RoleId equals named.Id
                      where held.UserId == operatorId && enough.Contains(named.Name!)
                      select held).AnyAsync(cancellationToken);
    }

    private static IQueryable<string> AdminEmails(PayHubDbContext db) =>
        from user in db.Users
        join held in db.UserRoles on user.Id equals held.UserId
        join role in db.Roles on held.RoleId equals role.Id
        where role.Name == OperatorRoles.Admin && user.Email != null && user.DisabledAt == null
        orderby user.NormalizedEmail
        select user.Email;
}
