using Microsoft.EntityFrameworkCore;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Ledger;

/// <summary>What operators note about accounts, for each other.</summary>
/// <param name="database">Written to.</param>
/// <param name="trail">Writes down who noted what.</param>
/// <param name="clock">The hub's time.</param>
public sealed class AccountNotebook(PayHubDatabase database, AuditTrail trail, LedgerClock clock)
{
    /// <summary>The most characters of a note.</summary>
    public const int MaxText = 2000;

    /// <summary>Notes something about an account. Notes are never changed or deleted.</summary>
    /// <param name="account">The account's name, in any ASCII case.</param>
    /// <param name="text">1 to <see cref="MaxText"/> characters.</param>
    /// <param name="act">Who notes it.</param>
    /// <returns>False where there is no such account.</returns>
    /// <exception cref="DbUpdateException">The database refused; nothing was noted.</exception>
    public async Task<bool> WriteAsync(string account, string text, OperatorAct act)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, MaxText, nameof(text));
        await using var db = database.OpenWrite();
        var key = Account.KeyOf(account);
        return await trail.TryWriteAsync(db, act with { After = text }, LiveTopics.Accounts, async () =>
        {
            if (await db.Accounts.Where(a => a.NameKey == key).Select(a => (long?)a.Id).SingleOrDefaultAsync() is not { } id)
                return false;
            db.AccountNotes.Add(new AccountNote
            {
                AccountId = id, At = clock.Now(), OperatorId = act.OperatorId, OperatorName = act.OperatorName, Text = text,
            });
            await db.SaveChangesAsync();
            return true;
        });
    }
}
