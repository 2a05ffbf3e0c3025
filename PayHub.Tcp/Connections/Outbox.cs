using System.Buffers;
using System.IO.Pipelines;

namespace PayHub.Tcp.Connections;

/// <summary>
/// The one writer of a connection. Answers and pushes come from different threads; each goes out whole, so that a push never
/// stands inside an answer. A flush ends when the socket has taken everything.
/// </summary>
/// <param name="output">The connection's own output.</param>
/// <param name="clock">The hub's clock.</param>
/// <param name="isEncrypted">Whether a flush costs a cipher's work, which the ledger's thread must not do.</param>
internal sealed class Outbox(PipeWriter output, TimeProvider clock, bool isEncrypted)
{
    private const int MaxWaitingBytes = 4096;

    private readonly Lock _lock = new();
    private ArrayBufferWriter<byte>? _waiting;
    private Task _flush = Task.CompletedTask;
    private bool _isFlushing;
    private bool _isSealed;
    private bool _isBroken;
    private bool _hasMissed;
    private long _flushBegan;

    /// <summary>Sends an answer. The caller waits for <see cref="DrainAsync"/> before it reads on.</summary>
    public void Send(ReadOnlySpan<byte> answer)
    {
        lock (_lock)
            Add(answer);
    }

    /// <summary>Sends the last answer: whatever is sent or pushed after it is dropped.</summary>
    public void SendLast(ReadOnlySpan<byte> answer)
    {
        lock (_lock)
        {
            Add(answer);
            _isSealed = true;
        }
    }

    /// <summary>Sends a push, unless the client does not read: pushes are advisory.</summary>
    public void Push(ReadOnlySpan<byte> line)
    {
        lock (_lock)
        {
            if ((_waiting?.WrittenCount ?? 0) + line.Length <= MaxWaitingBytes)
                Add(line);
            else
                _hasMissed = TellsMissed;
        }
    }

    /// <summary>Whether the client is told, once it reads again, that pushes were dropped.</summary>
    public bool TellsMissed { get; set; }

    /// <summary>Completes when the client's socket has taken all that was sent.</summary>
    public Task DrainAsync()
    {
        lock (_lock)
            return _flush;
    }

    /// <summary>Whether the client is gone: what was sent can't reach it.</summary>
    public bool IsBroken
    {
        get
        {
            lock (_lock)
                return _isBroken;
        }
    }

    /// <summary>For how long the client has not taken what was sent; zero where nothing waits.</summary>
    public TimeSpan Stalled()
    {
        lock (_lock)
            return _isFlushing ? clock.GetElapsedTime(_flushBegan) : TimeSpan.Zero;
    }

    /// <summary>Takes nothing more, and drops what still waits: the connection ends.</summary>
    public void Close()
    {
        lock (_lock)
            (_isSealed, _waiting) = (true, null);
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        if (_isSealed)
            return;
        if (_isFlushing)
        {
            (_waiting ??= new ArrayBufferWriter<byte>(256)).Write(bytes);
            return;
        }
        output.Write(bytes);
        _isFlushing = true;
        _flush = isEncrypted && !Thread.CurrentThread.IsThreadPoolThread ? Task.Run(FlushAsync) : FlushAsync();
    }

    private async Task FlushAsync()
    {
        do
        {
            Volatile.Write(ref _flushBegan, clock.GetTimestamp());
        }
        while (EndFlush(await IsTakenAsync().ConfigureAwait(false)));
    }

    private async ValueTask<bool> IsTakenAsync()
    {
        try
        {
            return !(await output.FlushAsync().ConfigureAwait(false)).IsCompleted;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // Over TLS a client that is gone shows as an error.
            return false;
        }
    }

    /// <returns>Whether there is more to flush.</returns>
    private bool EndFlush(bool isTaken)
    {
        lock (_lock)
        {
            if (isTaken && _hasMissed)
                (_waiting ??= new ArrayBufferWriter<byte>(256)).Write(Protocol.Replies.Push.Missed);
            _hasMissed = false;
            if (isTaken && _waiting is not null)
            {
                output.Write(_waiting.WrittenSpan);
                _waiting = null;
                return true;
            }
            _isBroken |= !isTaken;
            _isSealed |= _isBroken;
            _isFlushing = false;
            return false;
        }
    }
}
