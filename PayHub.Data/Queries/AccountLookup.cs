using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Queries;

/// <summary>The two questions about accounts that every login and list asks.</summary>
/// <param name="database">The database.</param>
public sealed class AccountLookup(PayHubDatabase database)
{
    private static readonly Func<PayHubDbContext, string, Task<Account?>> ByNameKey =
        EF.CompileAsyncQuery((PayHubDbContext db, string key) => db.Accounts.SingleOrDefault(a => a.NameKey == key));

    private static readonly Func<PayHubDbContext, long, Task<long>> BalanceById =
        EF.CompileAsyncQuery((PayHubDbContext db, long id) => db.Accounts.Where(a => a.Id == id).Select(a => a.Balance).Single());

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
}
