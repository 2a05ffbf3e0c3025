using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Queries;

/// <summary>The key that an account logs in and signs with, now.</summary>
/// <param name="Id">Its row, which transfers name.</param>
/// <param name="Spki">SubjectPublicKeyInfo, DER.</param>
public sealed record CurrentKey(long Id, byte[] Spki);

/// <summary>The questions about accounts that every login, list and signed payment asks.</summary>
/// <param name="database">The database.</param>
public sealed class AccountLookup(PayHubDatabase database)
{
    private static readonly Func<PayHubDbContext, string, Task<Account?>> ByNameKey =
        EF.CompileAsyncQuery((PayHubDbContext db, string key) => db.Accounts.SingleOrDefault(a => a.NameKey == key));

    private static readonly Func<PayHubDbContext, long, Task<long>> BalanceById =
        EF.CompileAsyncQuery((PayHubDbContext db, long id) => db.Accounts.Where(a => a.Id == id).Select(a => a.Balance).Single());

    private static readonly Func<PayHubDbContext, string, Task<CurrentKey?>> KeyByNameKey =
        EF.CompileAsyncQuery((PayHubDbContext db, string key) => db.Accounts
            .Where(a => a.NameKey == key)
            .Join(db.AccountKeys.Where(k => k.ToTransfer == null), a => a.Id, k => k.AccountId, (a, k) => new CurrentKey(k.Id, k.Spki))
            .SingleOrDefault());

    /// <summary>The account of that name, in any ASCII case; null where there is none.</summary>
    public async Task<Account?> FindAsync(string name)
    {
        await using var context = database.OpenRead();
        return await ByNameKey(context, Account.KeyOf(name));
    }

    /// <summary>The account's balance as of the last commit.</summary>
    /// <exception cref="InvalidOperationException">There is no such account.</exception>
    public async Task<Money> BalanceAsync(long accountId)
    {
        await using var context = database.OpenRead();
        return new Money(await BalanceById(context, accountId));
    }

    /// <summary>The current key of the account of that name; null where there is no such account, or it is keyless.</summary>
    public async Task<CurrentKey?> KeyAsync(string name)
    {
        await using var context = database.OpenRead();
        return await KeyByNameKey(context, Account.KeyOf(name));
    }
}
