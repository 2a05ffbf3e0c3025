using System.Collections.Concurrent;
using PayHub.Data.Live;
using PayHub.Data.Queries;
using PayHub.Protocol.Keys;

namespace PayHub.Tcp.Keys;

/// <summary>An account's current key, ready to check signatures.</summary>
/// <param name="Id">Its row, which transfers name.</param>
/// <param name="Key">The key.</param>
internal sealed record PayerKey(long Id, PublicKey Key);

/// <summary>The current keys of payers. A row's key never changes, so each is read and parsed once, and a bounded number is kept.</summary>
/// <param name="accounts">Which key is current.</param>
/// <param name="board">A session that logged in by a key is closed when that key is no longer current.</param>
internal sealed class PayerKeys(AccountLookup accounts, PresenceBoard board)
{
    private const int Most = 8192;

    private readonly ConcurrentDictionary<long, PayerKey> _byId = new();

    /// <summary>The current key of the account of that name; null where there is none.</summary>
    public async ValueTask<PayerKey?> FindAsync(string name)
    {
        if (board.Find(name)?.KeyId is { } id && _byId.TryGetValue(id, out var known))
            return known;
        return await accounts.KeyAsync(name) is { } current ? Keep(current) : null;
    }

    private PayerKey? Keep(CurrentKey current)
    {
        if (_byId.TryGetValue(current.Id, out var known))
            return known;
        if (!PublicKey.TryImport(current.Spki, out var key))
            return null;
        // Forgetting all is rare, and cheaper than knowing which was used last.
        if (_byId.Count >= Most)
            _byId.Clear();
        return _byId[current.Id] = new PayerKey(current.Id, key);
    }
}
