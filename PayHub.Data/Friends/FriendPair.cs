using Microsoft.EntityFrameworkCore;
using PayHub.Data.Model;

namespace PayHub.Data.Friends;

/// <summary>Two accounts, what is between them, and the rules by which one of them may change it. Saving is the caller's.</summary>
internal sealed class FriendPair
{
    private readonly PayHubDbContext _db;
    private readonly long _asker;
    private readonly long _other;
    private readonly long _now;
    private readonly Friendship? _link;

    private FriendPair(PayHubDbContext db, long asker, long other, long now, Friendship? link) =>
        (_db, _asker, _other, _now, _link) = (db, asker, other, now, link);

    public static async Task<FriendPair> LoadAsync(PayHubDbContext db, long asker, long other, long now)
    {
        var (low, high) = (Math.Min(asker, other), Math.Max(asker, other));
        return new FriendPair(db, asker, other, now, await db.Friendships.SingleOrDefaultAsync(f => f.LowId == low && f.HighId == high));
    }

    private bool IsAskedByOther => _link is { State: FriendshipState.Requested } && _link.RequestedBy == _other;

    public async Task<FriendResult> AddAsync()
    {
        if (await AnyBlockAsync())
            return new(FriendOutcome.NotAllowed);
        if (IsAskedByOther)
            return await AcceptAsync();
        if (_link is not null)
            return new(FriendOutcome.Done);
        if (await CountOwnAsync() >= FriendLimits.Friends || await CountIncomingOfOtherAsync() >= FriendLimits.Incoming)
            return new(FriendOutcome.Limit);
        _db.Friendships.Add(new Friendship
        {
            LowId = Math.Min(_asker, _other),
            HighId = Math.Max(_asker, _other),
            RequestedBy = _asker,
            State = FriendshipState.Requested,
            Since = _now,
        });
        return new(FriendOutcome.Done, Event: FriendEvent.Incoming);
    }

    public async Task<FriendResult> AcceptAsync()
    {
        if (_link is { State: FriendshipState.Friends })
            return new(FriendOutcome.Done);
        if (!IsAskedByOther)
            return new(FriendOutcome.Unknown);
        if (await CountOwnAsync() >= FriendLimits.Friends)
            return new(FriendOutcome.Limit);
        (_link!.State, _link.Since) = (FriendshipState.Friends, _now);
        return new(FriendOutcome.Done, Event: FriendEvent.Friends);
    }

    public FriendResult Remove()
    {
        if (_link is null)
            return new(FriendOutcome.Unknown);
        _db.Friendships.Remove(_link);
        return new(FriendOutcome.Done, Event: FriendEvent.Removed);
    }

    public async Task<FriendResult> BlockAsync()
    {
        if (await IsBlockedByAskerAsync())
            return new(FriendOutcome.Done);
        if (await _db.AccountBlocks.CountAsync(b => b.BlockerId == _asker) >= FriendLimits.Blocks)
            return new(FriendOutcome.Limit);
        _db.AccountBlocks.Add(new AccountBlock { BlockerId = _asker, BlockedId = _other });
        return _link is null ? new(FriendOutcome.Done) : Remove();
    }

    public async Task<FriendResult> UnblockAsync()
    {
        var block = await _db.AccountBlocks.SingleOrDefaultAsync(b => b.BlockerId == _asker && b.BlockedId == _other);
        if (block is null)
            return new(FriendOutcome.Unknown);
        _db.AccountBlocks.Remove(block);
        return new(FriendOutcome.Done);
    }

    private Task<bool> IsBlockedByAskerAsync() => _db.AccountBlocks.AnyAsync(b => b.BlockerId == _asker && b.BlockedId == _other);

    private Task<bool> AnyBlockAsync() => _db.AccountBlocks.AnyAsync(b =>
        (b.BlockerId == _asker && b.BlockedId == _other) || (b.BlockerId == _other && b.BlockedId == _asker));

    // What others ask is not counted here: nobody can use up somebody else's friends.
    private Task<int> CountOwnAsync() => _db.Friendships.CountAsync(f =>
        (f.LowId == _asker || f.HighId == _asker) && (f.State == FriendshipState.Friends || f.RequestedBy == _asker));

    private Task<int> CountIncomingOfOtherAsync() => _db.Friendships.CountAsync(f =>
        (f.LowId == _other || f.HighId == _other) && f.State == FriendshipState.Requested && f.RequestedBy != _other);
}

/// <summary>How much one account may have of each.</summary>
public static class FriendLimits
{
    /// <summary>Friends, and those whom it has asked, together.</summary>
    public const int Friends = 500;

    /// <summary>Requests of others that it has not answered.</summary>
    public const int Incoming = 200;

    /// <summary>Accounts that it has blocked.</summary>
    public const int Blocks = 1000;
}
