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

    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>Lets a session know its account's friends. Call it when the session is on the presence board, or it may miss one.</summary>
    public async Task EnterAsync(OnlineSession session)
    {
        await _oneAtATime.WaitAsync();
        try
        {
            await using var db = database.OpenRead();
            var names = ImmutableHashSet.CreateBuilder<string>();
            await foreach (var name in NamesOfFriends(db, session.AccountId))
                names.Add(name);
            session.Friends = names.ToImmutable();
        }
        finally
        {
            _oneAtATime.Release();
        }
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
    public Task<FriendResult> BlockAsync(OnlineSession asker, string name) => ChangeAsync(asker, name, static pair => pair.BlockAsync());

    /// <summary>Takes a block back.</summary>
    public Task<FriendResult> UnblockAsync(OnlineSession asker, string name) => ChangeAsync(asker, name, static pair => pair.UnblockAsync());

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    private async Task<FriendResult> ChangeAsync(OnlineSession asker, string name, Func<FriendPair, Task<FriendResult>> change)
    {
        await _oneAtATime.WaitAsync();
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
            _oneAtATime.Release();
        }
    }

    private void TellSessions(string asker, FriendResult result)
    {
        if (result.Event is not (FriendEvent.Friends or FriendEvent.Removed))
            return;
        TellSession(asker, result.Other!, result.Event);
        TellSession(result.Other!, asker, result.Event);
    }

    private void TellSession(string whose, string friend, FriendEvent change)
    {
        if (board.Find(whose) is { } session)
            session.Friends = change == FriendEvent.Friends ? session.Friends.Add(friend) : session.Friends.Remove(friend);
    }

    private static FriendState StateOf(FriendshipState state, bool isMine) =>
        state == FriendshipState.Friends ? FriendState.Friends : isMine ? FriendState.Outgoing : FriendState.Incoming;

    [LoggerMessage(2201, LogLevel.Error, "A change of a friendship could not be written; it was refused")]
    private partial void LogNotSaved(Exception error);
}
