using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PayHub.Data;
using PayHub.Data.Ledger;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Storage;
using PayHub.Web.Operators;

namespace PayHub.Web.Api;

/// <summary>Makes and revokes keys of the REST API, for a page of an Admin.</summary>
internal sealed class ApiKeyDesk(PayHubDatabase database, AuditTrail audit, OperatorActs acts, TimeProvider clock)
{
    /// <summary>The most characters of a key's name.</summary>
    public const int MaxName = 100;

    /// <summary>Makes a key.</summary>
    /// <param name="name">What it is for: 1 to <see cref="MaxName"/> characters.</param>
    /// <param name="role">One of <see cref="OperatorRoles"/>.</param>
    /// <returns>The key, which nobody can read again; null where the operator may not.</returns>
    public async Task<string?> CreateAsync(string name, string role)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaxName, nameof(name));
        if (!OperatorRoles.All.Contains(role))
            throw new ArgumentOutOfRangeException(nameof(role), role, "not a role");
        if (await acts.TryBeginAsync(OperatorRoles.Admin, "api-key.create", ("api-key", ""), "") is not { } act)
            return null;
        var random = ApiKeySecret.NewRandom();
        var key = new ApiKey
        {
            Name = name, Role = role, SecretHash = ApiKeySecret.HashOf(random), CreatedBy = act.OperatorName, CreatedAt = UnixMicroseconds.From(clock.GetUtcNow()),
        };
        await using var db = database.OpenWrite();
        await audit.TryWriteAsync(db, LiveTopics.Operators, async () =>
        {
            db.ApiKeys.Add(key);
            await db.SaveChangesAsync();
            return act with { TargetId = Number(key.Id), Reason = null, After = $"{role}: {name}" };
        });
        return new ApiKeySecret(key.Id, random).ToString();
    }

    /// <summary>Revokes a key: from the next request on it is refused.</summary>
    /// <returns>Null where the operator may not; false where it was revoked already.</returns>
    public async Task<bool?> RevokeAsync(ApiKey key, string reason)
    {
        if (await acts.TryBeginAsync(OperatorRoles.Admin, "api-key.revoke", ("api-key", Number(key.Id)), reason) is not { } act)
            return null;
        var now = UnixMicroseconds.From(clock.GetUtcNow());
        await using var db = database.OpenWrite();
        return await audit.TryWriteAsync(db, act with { Before = $"{key.Role}: {key.Name}" }, LiveTopics.Operators, async () =>
            await db.ApiKeys.Where(k => k.Id == key.Id && k.RevokedAt == null).ExecuteUpdateAsync(k => k.SetProperty(x => x.RevokedAt, now)) == 1);
    }

    private static string Number(long id) => id.ToString(CultureInfo.InvariantCulture);
}
