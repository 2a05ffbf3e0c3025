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

/// <summary>A stretch of the keys, the newest first.</summary>
/// <param name="Keys">The keys, revoked ones among them.</param>
/// <param name="HasOlder">Whether there are older ones.</param>
internal sealed record ApiKeyPage(IReadOnlyList<ApiKey> Keys, bool HasOlder);

/// <summary>The keys of the REST API, read from the database each time: a key that is revoked is refused from the next request on.</summary>
internal sealed class ApiKeyDirectory(PayHubDatabase database)
{
    private static readonly Func<PayHubDbContext, long, Task<ApiKey?>> ById =
        EF.CompileAsyncQuery((PayHubDbContext db, long id) => db.ApiKeys.AsNoTracking().SingleOrDefault(k => k.Id == id));

    /// <summary>The key that a program shows; null where it is none, or was revoked.</summary>
    public async Task<HeldKey?> FindAsync(ApiKeySecret secret)
    {
        await using var db = database.OpenRead();
        return await ById(db, secret.Id) is { RevokedAt: null } key && secret.Matches(key.SecretHash)
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
        var keys = await db.ApiKeys.AsNoTracking().Where(k => k.Id < (before ?? long.MaxValue))
            .OrderByDescending(k => k.Id).Take(size + 1).ToListAsync(cancellationToken);
        return new ApiKeyPage([.. keys.Take(size)], keys.Count > size);
    }
}
