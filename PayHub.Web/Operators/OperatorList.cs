using Microsoft.EntityFrameworkCore;
using PayHub.Data;
using PayHub.Data.Storage;

namespace PayHub.Web.Operators;

/// <summary>Who runs the hub, and who is asked to.</summary>
/// <param name="database">Read from.</param>
/// <param name="clock">The hub's clock.</param>
public sealed class OperatorList(PayHubDatabase database, TimeProvider clock)
{
    /// <summary>All operators, by address.</summary>
    public async Task<IReadOnlyList<OperatorRow>> OperatorsAsync(CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        var rows = await (from user in db.Users
                          join held in db.UserRoles on user.Id equals held.UserId into roles
                          from held in roles.DefaultIfEmpty()
                          join role in db.Roles on held.RoleId equals role.Id into names
                          from role in names.DefaultIfEmpty()
                          orderby user.NormalizedEmail
                          select new
                          {
                              user.Id,
                              Email = user.Email ?? "",
                              Role = role.Name ?? "",
                              user.DisabledAt,
                              user.LockoutEnd,
                              user.LastSignInAt,
                              user.TwoFactorEnabled,
                              Passkeys = db.UserPasskeys.Count(p => p.UserId == user.Id),
                          }).ToListAsync(cancellationToken);
        var now = clock.GetUtcNow();
        return [.. rows.Select(r => new OperatorRow(
            r.Id, r.Email, r.Role, r.DisabledAt is not null ? OperatorState.Disabled : r.LockoutEnd > now ? OperatorState.Locked : OperatorState.Active,
            r.LastSignInAt is { } at ? UnixMicroseconds.ToMoment(at) : null, r.TwoFactorEnabled, r.Passkeys))];
    }

    /// <summary>The one-time links that nobody used, the newest first.</summary>
    public async Task<IReadOnlyList<LinkRow>> LinksAsync(CancellationToken cancellationToken = default)
    {
        var now = clock.Now();
        await using var db = database.OpenRead();
        var rows = await db.OperatorInvitations.OrderByDescending(i => i.Id).ToListAsync(cancellationToken);
        return [.. rows.Select(i => new LinkRow(
            i.Id, i.Email, i.OperatorId is null ? i.Role : "", UnixMicroseconds.ToMoment(i.CreatedAt), UnixMicroseconds.ToMoment(i.ExpiresAt),
            i.ExpiresAt <= now))];
    }
}
