namespace PayHub.Tcp.Connections;

/// <summary>Wakes the read loop when unterminated bytes have waited for the gap (docs/protocol.md, "Framing").</summary>
/// <param name="client">Whose read is woken.</param>
/// <param name="gap">How long bytes wait.</param>
/// <param name="clock">The hub's clock.</param>
internal sealed class GapTimer(ClientConnection client, TimeSpan gap, TimeProvider clock) : IDisposable
{
    private ITimer? _timer;
    private long _since;
    private bool _isArmed;

    /// <summary>Whether the gap has passed since it was started.</summary>
    public bool HasElapsed => _isArmed && clock.GetElapsedTime(_since) >= gap;

    /// <summary>Bytes came, and they end without a terminator.</summary>
    public void Start()
    {
        _isArmed = true;
        _since = clock.GetTimestamp();
        Arm(gap);
    }

    /// <summary>The timer fired a little early, or a read was woken for another reason: wait for what is left.</summary>
    public void Resume()
    {
        var left = gap - clock.GetElapsedTime(_since);
        Arm(left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1));
    }

    public void Stop() => _isArmed = false;

    public void Dispose() => _timer?.Dispose();

    private void Arm(TimeSpan delay)
    {
        _timer ??= clock.CreateTimer(static c => ((ClientConnection)c!).Input.CancelPendingRead(), client, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }
}
