using Microsoft.EntityFrameworkCore;
using PayHub.Data;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Web.Api;

/// <summary>A key that holds, as it is now.</summary>
/// <param name="Id">The key.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Role">What it may do, of <see cref="OperatorRoles"/>.</param>
internal sealed record HeldKey(long Id, string Name, string Role);

/// <summary>Whether a key holds, and if not, why.</summary>
internal enum KeyState
{
    /// <summary>It may be used.</summary>
    Holds,

    /// <summary>An Admin revoked it, for good.</summary>
    Revoked,

    /// <summary>Its maker is disabled.</summary>
    MakerDisabled,

    /// <summary>Its maker may no longer do what the key's role may.</summary>
    MakerDemoted,
}

/// <summary>A key with what became of its maker, an operator's e-mail address, which stays theirs for good.</summary>
/// <param name="Key">The key.</param>
/// <param name="IsMakerActive">Whether the maker is there and not disabled.</param>
/// <param name="MakerRole">The maker's role now; null for none.</param>
internal sealed record MadeKey(ApiKey Key, bool IsMakerActive, string? MakerRole)
{
    /// <summary>Whether it holds now. Who leaves or is demoted takes nothing along in a key.</summary>
    public KeyState State =>
        Key.RevokedAt is not null ? KeyState.Revoked
        : !IsMakerActive ? KeyState.MakerDisabled
        : OperatorRoles.Includes(MakerRole, Key.Role) ? KeyState.Holds
        : KeyState.MakerDemoted;
}

/// <summary>A stretch of the keys, the newest first.</summary>
/// <param name="Keys">The keys, those that do not hold among them.</param>
/// <param name="HasOlder">Whether there are older ones.</param>
internal sealed record ApiKeyPage(IReadOnlyList<MadeKey> Keys, bool HasOlder);

/// <summary>The keys of the REST API, read with their makers each time: a key that holds no longer is refused from the next request on.</summary>
internal sealed class ApiKeyDirectory(PayHubDatabase database)
{
    // Compiled, because each request of a program asks: the newest keys before one, as many as wanted.
    private static readonly Func<PayHubDbContext, long, int, IAsyncEnumerable<MadeKey>> Before = EF.CompileAsyncQuery(
        (PayHubDbContext db, long before, int most) => db.ApiKeys.Where(k => k.Id < before).OrderByDescending(k => k.Id).Take(most).Select(k => new MadeKey(
            k,
            db.Users.Any(u => u.UserName == k.CreatedBy && u.DisabledAt == null),
            (from user in db.Users
             join held in db.UserRoles on user.Id equals held.UserId
             join role in db.Roles on held.RoleId equals role.Id
             where user.UserName == k.CreatedBy
             select role.Name).FirstOrDefault())));

    /// <summary>The key that a program shows; null where it is none, or does not hold.</summary>
    public async Task<HeldKey?> FindAsync(ApiKeySecret secret)
    {
        await using var db = database.OpenRead();
        return await Before(db, secret.Id + 1, 1).SingleOrDefaultAsync() is { State: KeyState.Holds, Key: var key } && key.Id == secret.Id && secret.Matches(key.SecretHash)
            ? new HeldKey(key.Id, key.Name, key.Role)
            : null;
    }

    /// <summary>Reads a page of keys.</summary>
    /// <param name="before">Only keys older than this; null for the newest.</param>
    /// <param name="size">The most keys, at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ApiKeyPage> PageAsync(long? before, int size, CancellationToken cancellationToken)
    {
        await using var db = database.OpenRead();
        var keys = await Before(db, before ?? long.MaxValue, size + 1).ToListAsync(cancellationToken);
        return new ApiKeyPage([.. keys.Take(size)], keys.Count > size);
    }
}
