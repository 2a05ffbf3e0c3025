using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections;
using PayHub.Tcp.Connections;

namespace PayHub.Tcp.Tls;

/// <summary>
/// Keeps a flood of handshakes from starving sessions. Handshakes take turns at the processors, so that the requests of sessions
/// find their place between them; and only so many may wait for a client's next bytes: beyond that the one that has waited
/// longest is dropped, because an honest client keeps nobody waiting for long.
/// </summary>
internal sealed class HandshakeGate : IDisposable
{
    private const int MostWaiting = 1000;

    private readonly ConcurrencyLimiter _turns = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = Environment.ProcessorCount,
        QueueLimit = MostWaiting,
        // When there are too many, the oldest are dropped: their clients are the likeliest to have given up.
        QueueProcessingOrder = QueueProcessingOrder.NewestFirst,
    });

    private readonly Lock _lock = new();
    private readonly LinkedList<ConnectionContext> _waiting = new();
    private readonly int _mostWaiting;

    public HandshakeGate(ConnectionLimit connections) =>
        // Handshakes must leave room for sessions, however few connections there may be.
        _mostWaiting = Math.Clamp(connections.Most / 4, 1, MostWaiting);

    /// <summary>Middleware in front of the handshake.</summary>
    public async Task BeginAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        using var input = new HandshakeInput(connection, this);
        connection.Features.Set(input);
        connection.Transport = new HandshakePipe(input, connection.Transport.Output);
        await next(connection);
    }

    /// <summary>Middleware behind the handshake.</summary>
    public static Task EndAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        connection.Features.Get<HandshakeInput>()?.EndHandshake();
        return next(connection);
    }

    /// <summary>Waits for a turn at the processors; dispose what comes back to end it.</summary>
    /// <exception cref="IOException">Too many wait that came later.</exception>
    public async ValueTask<RateLimitLease> TakeTurnAsync(CancellationToken cancellationToken)
    {
        var turn = await _turns.AcquireAsync(1, cancellationToken);
        return turn.IsAcquired ? turn : throw new IOException("too many handshakes wait for their turn");
    }

    /// <summary>Notes that the hub waits for a client's bytes.</summary>
    /// <returns>For <see cref="EndWait"/>.</returns>
    public LinkedListNode<ConnectionContext> BeginWait(ConnectionContext connection)
    {
        LinkedListNode<ConnectionContext> node;
        LinkedListNode<ConnectionContext>? longest = null;
        lock (_lock)
        {
            node = _waiting.AddLast(connection);
            if (_waiting.Count > _mostWaiting)
            {
                longest = _waiting.First!;
                _waiting.Remove(longest);
            }
        }
        longest?.Value.Abort();
        return node;
    }

    /// <summary>The bytes came, or the connection ended.</summary>
    public void EndWait(LinkedListNode<ConnectionContext> node)
    {
        lock (_lock)
        {
            if (node.List is not null)
                _waiting.Remove(node);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();
}
