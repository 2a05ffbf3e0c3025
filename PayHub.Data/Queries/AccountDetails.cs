using System.Buffers.Text;
using Microsoft.EntityFrameworkCore;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Queries;

/// <summary>What an account's own page shows besides its money.</summary>
/// <param name="database">Read from.</param>
/// <param name="clock">The hub's clock.</param>
public sealed class AccountDetails(PayHubDatabase database, TimeProvider clock)
{
    /// <summary>The most rows of a kind that are read at once.</summary>
    public const int Most = 100;

    /// <summary>The account of that name, in any ASCII case; null where there is none.</summary>
    public async Task<AccountView?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        var key = Account.KeyOf(name);
        if (await db.Accounts.SingleOrDefaultAsync(a => a.NameKey == key, cancellationToken) is not { } account)
            return null;
        var seen = await db.AccountActivity.Where(a => a.AccountId == account.Id).Select(a => (long?)a.LastSeen).SingleOrDefaultAsync(cancellationToken);
        var now = clock.Now();
        var window = await db.Set<Enrolment>().Where(e => e.AccountId == account.Id && e.ExpiresAt > now)
            .Select(e => (long?)e.ExpiresAt).SingleOrDefaultAsync(cancellationToken);
        return new AccountView(account, Moment(seen), await KeysAsync(db, account, cancellationToken), Moment(window));
    }

    /// <summary>Its friends, those who asked or were asked, and those who block or are blocked: at most <see cref="Most"/> of either table.</summary>
    public async Task<IReadOnlyList<Relation>> RelationsAsync(long accountId, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        var links = await db.Friendships.Where(f => f.LowId == accountId || f.HighId == accountId)
            .Join(db.Accounts, f => f.LowId == accountId ? f.HighId : f.LowId, a => a.Id, (f, a) => new { a.Name, f.State, f.RequestedBy, f.Since })
            .OrderBy(l => l.Name).Take(Most).ToListAsync(cancellationToken);
        var blocks = await db.AccountBlocks.Where(b => b.BlockerId == accountId || b.BlockedId == accountId)
            .Join(db.Accounts, b => b.BlockerId == accountId ? b.BlockedId : b.BlockerId, a => a.Id, (b, a) => new { a.Name, Mine = b.BlockerId == accountId })
            .OrderBy(b => b.Name).Take(Most).ToListAsync(cancellationToken);
        return [.. links.Select(l => new Relation(l.Name, KindOf(l.State, l.RequestedBy == accountId), UnixMicroseconds.ToMoment(l.Since)))
            .Concat(blocks.Select(b => new Relation(b.Name, b.Mine ? RelationKind.Blocks : RelationKind.IsBlocked, null)))
            .OrderBy(r => r.Kind).ThenBy(r => r.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Sessions that are over, the latest first.</summary>
    /// <param name="accountId">Whose.</param>
    /// <param name="before">Only those before this one; null for the latest.</param>
    /// <param name="count">The most rows, at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Stretch<PastSession>> SessionsAsync(long accountId, long? before, int count, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        var rows = await db.Sessions
            .Where(s => s.AccountId == accountId && s.Id < (before ?? long.MaxValue) && s.Ended != null)
            .OrderByDescending(s => s.Id).Take(count + 1).ToListAsync(cancellationToken);
        return Cut(rows.ConvertAll(s => new PastSession(
            s.Id, s.Ip, s.Port, s.Tls, s.Keyed, UnixMicroseconds.ToMoment(s.Started), UnixMicroseconds.ToMoment(s.Ended!.Value),
            (SessionEnd)(s.EndReason ?? (int)SessionEnd.HubStopped), s.Requests, s.Bytes)), count, s => s.Id);
    }

    /// <summary>What operators noted, the newest first.</summary>
    /// <inheritdoc cref="SessionsAsync"/>
    public async Task<Stretch<AccountNote>> NotesAsync(long accountId, long? before, int count, CancellationToken cancellationToken = default)
    {
        await using var db = database.OpenRead();
        var rows = await db.AccountNotes
            .Where(n => n.AccountId == accountId && n.Id < (before ?? long.MaxValue))
            .OrderByDescending(n => n.Id).Take(count + 1).ToListAsync(cancellationToken);
        return Cut(rows, count, n => n.Id);
    }

    private static async Task<IReadOnlyList<KeyPeriod>> KeysAsync(PayHubDbContext db, Account account, CancellationToken cancellationToken)
    {
        var keys = await (
            from k in db.AccountKeys.Where(k => k.AccountId == account.Id).OrderByDescending(k => k.Id).Take(Most)
            join f in db.Transfers on k.FromTransfer equals f.Id into froms
            from f in froms.DefaultIfEmpty()
            join t in db.Transfers on k.ToTransfer equals t.Id into tos
            from t in tos.DefaultIfEmpty()
            orderby k.Id descending
            select new { k.SpkiHash, k.FromTransfer, k.ToTransfer, From = (long?)f.At, To = (long?)t.At }).ToListAsync(cancellationToken);
        return keys.ConvertAll(k => new KeyPeriod(
            Base64Url.EncodeToString(k.SpkiHash), k.FromTransfer, UnixMicroseconds.ToMoment(Math.Max(k.From ?? 0, account.CreatedAt)), k.ToTransfer,
            k.ToTransfer is null ? null : UnixMicroseconds.ToMoment(Math.Max(k.To ?? 0, account.CreatedAt))));
    }

    private static RelationKind KindOf(FriendshipState state, bool isMine) =>
        state == FriendshipState.Friends ? RelationKind.Friends : isMine ? RelationKind.HasAsked : RelationKind.WasAsked;

    private static Stretch<T> Cut<T>(List<T> rows, int count, Func<T, long> id) =>
        rows.Count > count ? new Stretch<T>(rows[..count], id(rows[count - 1])) : new Stretch<T>(rows, null);

    private static DateTimeOffset? Moment(long? microseconds) => microseconds is { } at ? UnixMicroseconds.ToMoment(at) : null;
}
