using PayHub.Data;
using PayHub.Data.Model;
using PayHub.Data.Storage;
using PayHub.Protocol.Keys;

namespace PayHub.Bench.Seeding;

/// <summary>What stands around the ledger: the hub's key while the past was made, and who is whose friend.</summary>
internal static class Surroundings
{
    private const int RowsAtOnce = 5_000;

    /// <summary>Notes the hub's identity for the time that is made: what people sign names it. The first real start makes its own.</summary>
    /// <returns>Its fingerprint.</returns>
    public static async Task<string> AddHubKeyAsync(PayHubDatabase database, DateTimeOffset from, DateTimeOffset to)
    {
        var key = Identity.Create().Public;
        await using var db = database.OpenWrite();
        db.Add(new HubKey { Fingerprint = key.Fingerprint, Spki = key.Spki, FromAt = UnixMicroseconds.From(from), ToAt = UnixMicroseconds.From(to) });
        await db.SaveChangesAsync();
        return key.Fingerprint;
    }

    /// <summary>Makes one friendship for every ten accounts; one in ten is only asked for.</summary>
    public static async Task<int> AddFriendshipsAsync(PayHubDatabase database, int accounts, DateTimeOffset at, Random random)
    {
        var pairs = new HashSet<(long Low, long High)>();
        for (var i = 0; i < accounts / 10; i++)
        {
            var (one, other) = (random.Next(accounts) + 2L, random.Next(accounts) + 2L);
            if (one != other)
                pairs.Add((Math.Min(one, other), Math.Max(one, other)));
        }
        foreach (var some in pairs.Chunk(RowsAtOnce))
        {
            await using var db = database.OpenWrite();
            db.AddRange(some.Select(pair => new Friendship
            {
                LowId = pair.Low,
                HighId = pair.High,
                RequestedBy = random.Next(2) == 0 ? pair.Low : pair.High,
                State = random.Next(10) == 0 ? FriendshipState.Requested : FriendshipState.Friends,
                Since = UnixMicroseconds.From(at),
            }));
            await db.SaveChangesAsync();
        }
        return pairs.Count;
    }
}
