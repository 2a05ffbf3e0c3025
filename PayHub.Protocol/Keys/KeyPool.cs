using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace PayHub.Protocol.Keys;

/// <summary>
/// Lends a key object to one thread at a time: .NET does not promise that one may be used by several at once, and importing one for each
/// use costs more than the use.
/// </summary>
/// <remarks>It holds as many objects as threads ever used the key together, and makes none before the first use.</remarks>
/// <param name="import">Makes one more object of the same key.</param>
internal sealed class KeyPool<TKey>(Func<TKey> import)
    where TKey : AsymmetricAlgorithm
{
    private readonly ConcurrentStack<TKey> _idle = new();

    /// <summary>Borrows the key. Dispose the loan to give it back.</summary>
    public Loan Borrow() => new(this, _idle.TryPop(out var key) ? key : import());

    /// <summary>Adds an object of the key that is there already.</summary>
    public void Add(TKey key) => _idle.Push(key);

    /// <summary>A key in use by its borrower alone.</summary>
    public readonly struct Loan(KeyPool<TKey> pool, TKey key) : IDisposable
    {
        /// <summary>The key.</summary>
        public TKey Key => key;

        /// <summary>Gives the key back to the pool.</summary>
        public void Dispose() => pool._idle.Push(key);
    }
}
