using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging;

namespace PayHub.Tcp.Connections;

/// <summary>
/// The one writer of a connection. Answers and pushes come from different threads; each goes out whole, so that a push never
/// stands inside an answer. A flush ends when the socket has taken everything. What the ledger's thread says is sent by one flush
/// a batch. Nothing here throws: a client that can't be written to is gone.
/// </summary>
/// <param name="output">The connection's own output.</param>
/// <param name="clock">The hub's clock.</param>
/// <param name="isEncrypted">Whether a flush costs a cipher's work, which is not done on the thread of who sends.</param>
/// <param name="logger">Hears of errors that are not the client's.</param>
internal sealed partial class Outbox(PipeWriter output, TimeProvider clock, bool isEncrypted, ILogger logger)
{
    // A batch of the ledger may push 32 of the longest lines at once to a client that does read.
    private const int MostWaitingPushBytes = 64 * 1024;
    private const int MostWaitingBytes = 16 * 1024;

    private readonly Lock _lock = new();
    // These buffers exist only while something waits: of 20,000 connections few have one.
    private ArrayBufferWriter<byte>? _waiting;
    private ArrayBufferWriter<byte>? _held;
    private int _waitingPushBytes;
    private Task _flush = Task.CompletedTask;
    private bool _isFlushing;
    private bool _isUnsent;
    private bool _isListed;
    private bool _isHolding;
    private bool _isSealed;
    private bool _isBroken;
    private bool _hasMissed;
    private long _flushBegan;

    /// <summary>Sends an answer. The caller waits for <see cref="DrainAsync"/> before it reads on.</summary>
    public void Send(ReadOnlySpan<byte> answer)
    {
        lock (_lock)
        {
            Add(answer);
            Flush();
        }
    }

    /// <summary>As <see cref="Send(ReadOnlySpan{byte})"/>, with the next flush.</summary>
    public void Send(ReadOnlySpan<byte> answer, FlushList flushes)
    {
        lock (_lock)
        {
            Add(answer);
            Leave(flushes);
        }
    }

    /// <summary>Sends the last answer: whatever is sent or pushed after it is dropped.</summary>
    public void SendLast(ReadOnlySpan<byte> answer)
    {
        lock (_lock)
        {
            Add(answer);
            Flush();
            _isSealed = true;
        }
    }

    /// <summary>Sends a push, unless the client does not read: pushes are advisory.</summary>
    public void Push(ReadOnlySpan<byte> line)
    {
        lock (_lock)
        {
            AddPush(line);
            Flush();
        }
    }

    /// <summary>As <see cref="Push(ReadOnlySpan{byte})"/>, with the next flush.</summary>
    public void Push(ReadOnlySpan<byte> line, FlushList flushes)
    {
        lock (_lock)
        {
            AddPush(line);
            Leave(flushes);
        }
    }

    /// <summary>Sends what was left for a flush.</summary>
    public void SendUnsent()
    {
        lock (_lock)
        {
            _isListed = false;
            Flush();
        }
    }

    /// <summary>Drops whatever is sent or pushed from now on.</summary>
    public void Seal()
    {
        lock (_lock)
            _isSealed = true;
    }

    /// <summary>
    /// Holds pushes back until the hold is disposed. Who answers with state takes one before it reads that state, and disposes it
    /// behind the answer: else a push could go out in between, and the answer would contradict it with what was true before.
    /// </summary>
    public PushHold HoldPushes()
    {
        lock (_lock)
            _isHolding = true;
        return new PushHold(this);
    }

    /// <summary>Sends what was held back.</summary>
    public void ReleasePushes()
    {
        lock (_lock)
        {
            var held = _held;
            (_isHolding, _held) = (false, null);
            if (!_isFlushing)
                _waitingPushBytes = 0;
            if (held is not null)
                Add(held.WrittenSpan);
            Flush();
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

    /// <summary>Completes when the client has taken so much that it may ask for more.</summary>
    public Task RoomAsync()
    {
        lock (_lock)
            return _waiting is { WrittenCount: > MostWaitingBytes } ? _flush : Task.CompletedTask;
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
            (_isSealed, _waiting, _held) = (true, null, null);
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        if (_isSealed)
            return;
        if (_isFlushing)
            Append(ref _waiting, bytes);
        else if (TryWrite(bytes))
            _isUnsent = true;
    }

    private void AddPush(ReadOnlySpan<byte> line)
    {
        var waits = _isHolding || _isFlushing;
        if (waits && _waitingPushBytes + line.Length > MostWaitingPushBytes)
        {
            _hasMissed = TellsMissed;
            return;
        }
        if (waits)
            _waitingPushBytes += line.Length;
        if (_isHolding)
            Append(ref _held, line);
        else
            Add(line);
    }

    private void Leave(FlushList flushes)
    {
        if (!_isUnsent || _isListed)
            return;
        _isListed = true;
        flushes.Add(this);
    }

    private void Flush()
    {
        if (!_isUnsent || _isFlushing)
            return;
        _isUnsent = false;
        BeginFlush();
    }

    private static void Append(ref ArrayBufferWriter<byte>? buffer, ReadOnlySpan<byte> bytes) =>
        (buffer ??= new ArrayBufferWriter<byte>(256)).Write(bytes);

    private void BeginFlush()
    {
        (_isFlushing, _flushBegan) = (true, clock.GetTimestamp());
        _flush = isEncrypted ? Task.Run(FlushAsync) : FlushAsync();
    }

    private async Task FlushAsync()
    {
        while (EndFlush(await IsTakenAsync().ConfigureAwait(false)))
        {
        }
    }

    private async ValueTask<bool> IsTakenAsync()
    {
        try
        {
            return !(await output.FlushAsync().ConfigureAwait(false)).IsCompleted;
        }
        catch (Exception error)
        {
            LogUnlessGone(error);
            return false;
        }
    }

    /// <returns>Whether there is more to flush.</returns>
    private bool EndFlush(bool isTaken)
    {
        lock (_lock)
        {
            if (isTaken && _hasMissed)
                Append(ref _waiting, Protocol.Replies.Push.Missed);
            _hasMissed = false;
            if (!isTaken)
                Break();
            var waiting = _waiting;
            _waiting = null;
            _waitingPushBytes = _held?.WrittenCount ?? 0;
            _flushBegan = clock.GetTimestamp();
            _isFlushing = waiting is not null && TryWrite(waiting.WrittenSpan);
            // An idle connection keeps nothing of its last flush.
            if (!_isFlushing)
                _flush = Task.CompletedTask;
            return _isFlushing;
        }
    }

    private bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        try
        {
            output.Write(bytes);
            return true;
        }
        catch (Exception error)
        {
            LogUnlessGone(error);
            Break();
            return false;
        }
    }

    private void Break()
    {
        (_isBroken, _isSealed) = (true, true);
        (_waiting, _held) = (null, null);
    }

    // Nothing is written after the first error, so that this is at most one line a connection.
    private void LogUnlessGone(Exception error)
    {
        // Reset, aborted, disposed or completed: which of them shows depends on who was first, and on TLS.
        if (error is not (IOException or OperationCanceledException or InvalidOperationException))
            LogFailed(error);
    }

    [LoggerMessage(3003, LogLevel.Error, "Writing to a client failed on an error that the hub does not know; the connection is closed")]
    private partial void LogFailed(Exception error);
}

/// <summary>Pushes are held back until it is disposed.</summary>
/// <param name="outbox">Whose pushes.</param>
internal readonly struct PushHold(Outbox outbox) : IDisposable
{
    public void Dispose() => outbox.ReleasePushes();
}
