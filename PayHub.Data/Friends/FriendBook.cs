using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using PayHub.Data.Live;
using PayHub.Data.Model;
using PayHub.Data.Storage;

namespace PayHub.Data.Friends;

/// <summary>
/// Who is whose friend, who has asked whom, and who wants nothing to do with whom. One change at a time, so that two who ask each
/// other at the same moment become friends; the sessions of those who are online always know their friends.
/// </summary>
public sealed partial class FriendBook(PayHubDatabase database, PresenceBoard board, TimeProvider clock, ILogger<FriendBook> logger) : IDisposable
{
    private static readonly Func<PayHubDbContext, long, IAsyncEnumerable<string>> NamesOfFriends =
        EF.CompileAsyncQuery((PayHubDbContext db, long id) => db.Friendships
            .Where(f => (f.LowId == id || f.HighId == id) && f.State == FriendshipState.Friends)
            .Join(db.Accounts, f => f.LowId == id ? f.HighId : f.LowId, a => a.Id, (f, a) => a.Name));

    private static readonly Func<PayHubDbContext, long, IAsyncEnumerable<long>> IdsOfBlockers =
        EF.CompileAsyncQuery((PayHubDbContext db, long id) => db.AccountBlocks.Where(b => b.BlockedId == id).Select(b => b.BlockerId));

    private readonly SemaphoreSlim _oneChangeAtATime = new(1);

    /// <summary>
    /// Lets a session know who is what to its account. Call it when the session is on the presence board, or it may miss a change.
    /// Waits for nobody who changes something: where that happened meanwhile, it reads again.
    /// </summary>
    public async Task EnterAsync(OnlineSession session)
    {
        Circle before;
        do
            before = session.Circle;
        while (!session.TryReplace(before, await ReadAsync(session.AccountId)));
    }

    /// <summary>Everyone that an account has something to do with, by name.</summary>
    public async Task<IReadOnlyList<FriendRow>> ListAsync(long accountId)
    {
        await using var db = database.OpenRead();
        var links = await db.Friendships
            .Where(f => f.LowId == accountId || f.HighId == accountId)
            .Join(db.Accounts, f => f.LowId == accountId ? f.HighId : f.LowId, a => a.Id, (f, a) => new { a.Name, f.State, f.RequestedBy })
            .ToListAsync();
        var blocked = await db.AccountBlocks
            .Where(b => b.BlockerId == accountId)
            .Join(db.Accounts, b => b.BlockedId, a => a.Id, (b, a) => a.Name)
            .ToListAsync();
        return [.. links.Select(l => new FriendRow(l.Name, StateOf(l.State, l.RequestedBy == accountId)))
            .Concat(blocked.Select(name => new FriendRow(name, FriendState.Blocked)))
            .OrderBy(row => row.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Whether an account wants nothing to do with another.</summary>
    public async Task<bool> IsBlockedAsync(long blockerId, long blockedId)
    {
        await using var db = database.OpenRead();
        return await db.AccountBlocks.AnyAsync(b => b.BlockerId == blockerId && b.BlockedId == blockedId);
    }

    /// <summary>Asks somebody; where they have asked before, both are friends.</summary>
    public Task<FriendResult> AddAsync(OnlineSession asker, string name) => ChangeAsync(asker, name, static pair => pair.AddAsync());

    /// <summary>Accepts what somebody asked.</summary>
    public Task<FriendResult> AcceptAsync(OnlineSession asker, string name) => ChangeAsync(asker, name, static pair => pair.AcceptAsync());

    /// <summary>Ends a friendship, declines a request, or takes one's own back.</summary>
    public Task<FriendResult> RemoveAsync(OnlineSession asker, string name) => ChangeAsync(asker, name, static pair => Task.FromResult(pair.Remove()));

    /// <summary>Ends whatever there is, and keeps the other from asking again.</summary>
    public Task<FriendResult> BlockAsync(OnlineSession asker, string name) => ChangeAsync(asker, name, static pair => pair.BlockAsync(), isBlocked: true);

    /// <summary>Takes a block back.</summary>
    public Task<FriendResult> UnblockAsync(OnlineSession asker, string name) => ChangeAsync(asker, name, static pair => pair.UnblockAsync(), isBlocked: false);

    /// <inheritdoc/>
    public void Dispose() => _oneChangeAtATime.Dispose();

    private async Task<Circle> ReadAsync(long accountId)
    {
        await using var db = database.OpenRead();
        var friends = ImmutableHashSet.CreateBuilder<string>();
        await foreach (var name in NamesOfFriends(db, accountId))
            friends.Add(name);
        var blockedBy = ImmutableHashSet.CreateBuilder<long>();
        await foreach (var id in IdsOfBlockers(db, accountId))
            blockedBy.Add(id);
        return new Circle(friends.ToImmutable(), blockedBy.ToImmutable());
    }

    private async Task<FriendResult> ChangeAsync(OnlineSession asker, string name, Func<FriendPair, Task<FriendResult>> change, bool? isBlocked = null)
    {
        await _oneChangeAtATime.WaitAsync();
        try
        {
            await using var db = database.OpenWrite();
            var key = Account.KeyOf(name);
            var other = await db.Accounts.AsNoTracking()
                .SingleOrDefaultAsync(a => a.NameKey == key && !a.IsSystem && a.Status != AccountStatus.Closed);
            if (other is null)
                return new FriendResult(FriendOutcome.Unknown);
            if (other.Id == asker.AccountId)
                return new FriendResult(FriendOutcome.Oneself);
            var result = await change(await FriendPair.LoadAsync(db, asker.AccountId, other.Id, clock.Now())) with { Other = other.Name };
            if (result.Outcome == FriendOutcome.Done)
            {
                await db.SaveChangesAsync();
                TellSessions(asker.Name, result);
                if (isBlocked is { } isNow)
                    TellBlocked(other.Name, asker.AccountId, isNow);
            }
            return result;
        }
        catch (Exception error) when (error is DbUpdateException or DbException)
        {
            LogNotSaved(error);
            return new FriendResult(FriendOutcome.Unavailable);
        }
        finally
        {
            _oneChangeAtATime.Release();
        }
    }

    private void TellSessions(string asker, FriendResult result)
    {
        if (result.Event is not (FriendEvent.Friends or FriendEvent.Removed))
            return;
        TellSession(asker, result.Other!, result.Event);
        TellSession(result.Other!, asker, result.Event);
    }

    private void TellSession(string whose, string friend, FriendEvent change) =>
        board.Find(whose)?.Change(circle => circle with
        {
            Friends = change == FriendEvent.Friends ? circle.Friends.Add(friend) : circle.Friends.Remove(friend),
        });

    private void TellBlocked(string whose, long blocker, bool isNow) =>
        board.Find(whose)?.Change(circle => circle with { BlockedBy = isNow ? circle.BlockedBy.Add(blocker) : circle.BlockedBy.Remove(blocker) });

    private static FriendState StateOf(FriendshipState state, bool isMine) =>
        state == FriendshipState.Friends ? FriendState.Friends : isMine ? FriendState.Outgoing : FriendState.Incoming;

    [LoggerMessage(2201, LogLevel.Error, "A change of a friendship could not be written; it was refused")]
    private partial void LogNotSaved(Exception error);
}
