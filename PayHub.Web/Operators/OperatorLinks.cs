using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Storage;
using PayHub.Web.Security;

namespace PayHub.Web.Operators;

/// <summary>The one-time links that Admins hand out: to somebody who is to become an operator, or to one who lost the way in.</summary>
/// <param name="database">Written to.</param>
/// <param name="audit">Writes it down.</param>
/// <param name="connections">The open pages.</param>
/// <param name="normalizer">How Identity compares addresses.</param>
/// <param name="clock">The hub's clock.</param>
public sealed class OperatorLinks(PayHubDatabase database, AuditTrail audit, OpenConnections connections, ILookupNormalizer normalizer, TimeProvider clock)
{
    /// <summary>How long a link can be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private const int MaxEmail = 254;

    private static readonly EmailAddressAttribute Address = new();

    /// <summary>Makes the link by which somebody becomes an operator; an older one for the same address ends.</summary>
    /// <param name="act">Who invites, and why.</param>
    /// <param name="email">Whom.</param>
    /// <param name="role">As what, one of <see cref="OperatorRoles"/>.</param>
    public async Task<LinkResult> InviteAsync(OperatorAct act, string email, string role)
    {
        email = email.Trim().ToLowerInvariant();
        if (email.Length > MaxEmail || !Address.IsValid(email))
            return new LinkResult(OperatorChange.NotAnAddress);
        var (link, hash) = OneTimeToken.New();
        var normalized = normalizer.NormalizeEmail(email);
        await using var db = database.OpenWrite();
        var done = await audit.TryWriteAsync(db, act with { After = role }, LiveTopics.Operators, async () =>
        {
            if (await db.Users.AnyAsync(u => u.NormalizedEmail == normalized))
                return false;
            await db.OperatorInvitations.Where(i => i.Email == email && i.OperatorId == null).ExecuteDeleteAsync();
            await AddAsync(db, New(hash, email, role, null, act));
            return true;
        });
        return done ? new LinkResult(OperatorChange.Done, link) : new LinkResult(OperatorChange.Taken);
    }

    /// <summary>Makes the link by which an operator sets a new password; an older one for them ends.</summary>
    /// <param name="act">Who makes it, and why.</param>
    /// <param name="operatorId">For whom.</param>
    /// <param name="anew">Whether everything else by which they sign in ends now: password, authenticator app, recovery codes and passkeys.</param>
    public async Task<LinkResult> RenewAsync(OperatorAct act, string operatorId, bool anew)
    {
        // It would end the very page that shows the link.
        if (anew && act.OperatorId == operatorId)
            return new LinkResult(OperatorChange.Self);
        var (link, hash) = OneTimeToken.New();
        var outcome = OperatorChange.Unchanged;
        await using var db = database.OpenWrite();
        await audit.TryWriteAsync(db, act with { After = anew ? "all other ways to sign in removed" : null }, LiveTopics.Operators, async () =>
        {
            if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == operatorId) is not { } who)
                return false;
            if (who.DisabledAt is not null)
            {
                outcome = OperatorChange.Disabled;
                return false;
            }
            await db.OperatorInvitations.Where(i => i.OperatorId == operatorId).ExecuteDeleteAsync();
            await AddAsync(db, New(hash, who.Email ?? "", "", operatorId, act));
            if (anew)
                await RemoveOtherWaysAsync(db, operatorId);
            outcome = OperatorChange.Done;
            return true;
        });
        if (outcome == OperatorChange.Done && anew)
            connections.End(operatorId);
        return new LinkResult(outcome, outcome == OperatorChange.Done ? link : null);
    }

    /// <summary>Takes a link back.</summary>
    public async Task<OperatorChange> RevokeAsync(OperatorAct act, long id)
    {
        await using var db = database.OpenWrite();
        var done = await audit.TryWriteAsync(db, act, LiveTopics.Operators, async () =>
            await db.OperatorInvitations.Where(i => i.Id == id).ExecuteDeleteAsync() == 1);
        return done ? OperatorChange.Done : OperatorChange.Unchanged;
    }

    /// <summary>Finds the link that a token belongs to, used up or not.</summary>
    /// <returns>The link, and whether its time is over; null where it was used, taken back, replaced, or never given.</returns>
    public async Task<(OperatorInvitation Link, bool IsExpired)?> FindAsync(string? token, CancellationToken cancellationToken = default)
    {
        if (OneTimeToken.Hash(token) is not { } hash)
            return null;
        await using var db = database.OpenRead();
        return await db.OperatorInvitations.SingleOrDefaultAsync(i => i.TokenHash == hash, cancellationToken) is { } link
            ? (link, link.ExpiresAt <= clock.Now())
            : null;
    }

    private OperatorInvitation New(byte[] hash, string email, string role, string? operatorId, OperatorAct act) => new()
    {
        TokenHash = hash,
        Email = email,
        Role = role,
        OperatorId = operatorId,
        CreatedBy = act.OperatorId,
        CreatedAt = clock.Now(),
        ExpiresAt = UnixMicroseconds.From(clock.GetUtcNow() + Lifetime),
    };

    // Those long expired go with it; nothing else would remove them.
    private async Task AddAsync(PayHubDbContext db, OperatorInvitation link)
    {
        var before = UnixMicroseconds.From(clock.GetUtcNow() - TimeSpan.FromDays(7));
        await db.OperatorInvitations.Where(i => i.ExpiresAt < before).ExecuteDeleteAsync();
        db.OperatorInvitations.Add(link);
        await db.SaveChangesAsync();
    }

    private static async Task RemoveOtherWaysAsync(PayHubDbContext db, string operatorId)
    {
        await db.UserPasskeys.Where(p => p.UserId == operatorId).ExecuteDeleteAsync();
        await db.UserTokens.Where(t => t.UserId == operatorId).ExecuteDeleteAsync();
        await db.Users.Where(u => u.Id == operatorId).ExecuteUpdateAsync(u => u
            .SetProperty(x => x.PasswordHash, (string?)null).SetProperty(x => x.TwoFactorEnabled, false));
        await OperatorOffice.NewStampAsync(db, operatorId);
    }
}
