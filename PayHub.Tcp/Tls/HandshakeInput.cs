using System.IO.Pipelines;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace PayHub.Tcp.Tls;

/// <summary>
/// What a client sends, handed on during the handshake only in turn: the turn begins when bytes have come, and ends when the
/// handshake waits for more. So a client that stops half-way holds up nobody.
/// </summary>
/// <param name="connection">The client's connection.</param>
/// <param name="gate">Gives the turns.</param>
internal sealed class HandshakeInput(ConnectionContext connection, HandshakeGate gate) : PipeReader, IDisposable
{
    private readonly PipeReader _input = connection.Transport.Input;

    // A hub that stops owes nothing to who has not even shaken hands.
    private readonly CancellationTokenRegistration? _stop = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?
        .ConnectionClosedRequested.UnsafeRegister(static c => ((ConnectionContext)c!).Abort(), connection);

    private RateLimitLease? _turn;
    private bool _isOver;

    /// <summary>From now on bytes are handed on as they come.</summary>
    public void EndHandshake()
    {
        _isOver = true;
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop?.Dispose();
        EndTurn();
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var read = _input.ReadAsync(cancellationToken);
        return _isOver || (read.IsCompleted && _turn is not null) ? read : ReadInTurnAsync(read, cancellationToken);
    }

    public override bool TryRead(out ReadResult result) => _input.TryRead(out result);

    public override void AdvanceTo(SequencePosition consumed) => _input.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _input.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => _input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _input.Complete(exception);

    private async ValueTask<ReadResult> ReadInTurnAsync(ValueTask<ReadResult> read, CancellationToken cancellationToken)
    {
        EndTurn();
        var result = read.IsCompleted ? await read : await WaitForClientAsync(read);
        _turn = await gate.TakeTurnAsync(cancellationToken);
        return result;
    }

    private async ValueTask<ReadResult> WaitForClientAsync(ValueTask<ReadResult> read)
    {
        var waiting = gate.BeginWait(connection);
        try
        {
            return await read;
        }
        finally
        {
            gate.EndWait(waiting);
        }
    }

    private void EndTurn()
    {
        _turn?.Dispose();
        _turn = null;
    }
}

/// <summary>A connection's two directions, as Kestrel's handshake wants them.</summary>
/// <param name="Input">What the client sends.</param>
/// <param name="Output">What the hub sends.</param>
internal sealed record HandshakePipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
